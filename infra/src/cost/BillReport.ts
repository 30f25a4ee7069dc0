/**
 * Formats the estimated monthly bill as lines for a terminal, and below it, for comparison, the source document's table
 * of network costs: VPC endpoints against a NAT gateway. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 */
import type { Options } from "../options/Options.ts"
import type { Bill } from "./Bill.ts"
import type { Prices } from "./Prices.ts"
import type { Usage } from "./Usage.ts"

const money = (value: number): string => value.toFixed(2).padStart(10)

/** The source's "Cost Analysis": three endpoints in two zones against a NAT gateway and 500 GB a month, N. Virginia. */
const sourceTable: ReadonlyArray<readonly [string, number]> = [
  ["NAT gateway before: 500 GB and the hours", 54.9],
  ["Interface endpoints, 3 in 2 zones", 43.8],
  ["Gateway endpoints", 0],
]

export const billText = (options: Options, usage: Usage, prices: Prices, bill: Bill): string => {
  const { network } = bill
  const line = (name: string, how: string, value: number) =>
    `  ${name.padEnd(28)}${how.padEnd(44)}${money(value)}`
  return [
    `A month of ${options.stage} (${options.size.name}) in ${options.region}, USD, list prices of ${prices.services.asOf}`,
    `${usage.turnsPerDay.toLocaleString("en")} turns a day, ${Math.round(usage.hitRate * 100)} % from caches, the fewest tasks`,
    "",
    ...bill.items.map(({ how, monthly, name }) => line(name, how, monthly)),
    line("total", "", bill.total),
    "",
    "Endpoints against NAT gateways, the same traffic",
    line("NAT gateways instead", `${options.zones}, hours and data`, network.nat.total),
    line("Endpoints", "hours and data", network.endpoints.total + network.keptNat),
    line("Saved", network.saving < 0 ? "endpoints cost more" : "", network.saving),
    "",
    "The source document's table (N. Virginia; its 3 endpoints are not all that the service needs)",
    ...sourceTable.map(([name, value]) => line(name, "", value)),
    line("Saved", "", 11.1),
    "",
    `Prices: ${prices.services.source}`,
  ].join("\n")
}

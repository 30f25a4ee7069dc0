/**
 * Formats the comparison of monthly costs, traffic through NAT gateways against VPC endpoints, as lines for a terminal.
 */
import { type CostComparison, hoursPerMonth, type Traffic } from "./Cost.ts"

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`

export const costText = (traffic: Traffic, cost: CostComparison): string => {
  const money = (value: number) => `${value.toFixed(2)} ${cost.currency}`
  const { nat, endpoints, keptNat, saving, breakEvenGb } = cost
  const gb = traffic.interfaceGb + traffic.gatewayGb
  const result =
    saving >= 0
      ? `endpoints save ${money(saving)} a month`
      : `endpoints cost ${money(-saving)} more a month`
  const from =
    breakEvenGb === undefined
      ? "endpoints are not cheaper at any volume of the first price tier"
      : breakEvenGb === 0
        ? "endpoints are cheaper at any volume"
        : `endpoints are cheaper from ${Math.ceil(breakEvenGb)} GB a month through interface endpoints`
  return [
    `Cost of ${gb} GB a month, ${cost.region}, list prices of ${cost.asOf}, ${hoursPerMonth} hours`,
    `    ${counted(traffic.natGateways, "NAT gateway")}: ${money(nat.hours)} by the hour + ${money(nat.data)} by the GB = ${money(nat.total)}`,
    `    ${counted(traffic.interfaceEndpoints, "interface endpoint")} in ${counted(traffic.zones, "zone")}: ${money(endpoints.hours)} by the hour + ${money(endpoints.data)} by the GB = ${money(endpoints.total)}`,
    `    ${counted(traffic.gatewayEndpoints, "gateway endpoint")} for ${traffic.gatewayGb} GB: free`,
    ...(keptNat === 0 ? [] : [`    NAT gateways that stay for other traffic: ${money(keptNat)}`]),
    `    ${result}; ${from}`,
  ].join("\n")
}

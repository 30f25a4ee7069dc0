/**
 * The monthly cost of the stack, by item. Pure.
 *
 * Hours are those of the minimum number of tasks, which run without traffic. Left out are data between zones and to the
 * internet, scaling at peaks, secrets, and API Gateway with its network load balancer. What Container Insights writes is
 * assumed, not measured.
 */
import { compareCost, type CostComparison } from "@manga-assist/endpoint-health"
import { interfaceEndpointCount } from "../network/Network.ts"
import { type ModelSetting, modelId } from "../data/Models.ts"
import type { Options } from "../options/Options.ts"
import { dollarsOfCalls } from "./ModelPrices.ts"
import type { Prices } from "./Prices.ts"
import { daysPerMonth, perTurn, taskLogBytes, type Usage } from "./Usage.ts"

export interface Item {
  readonly name: string
  readonly how: string
  readonly monthly: number
}

export interface Bill {
  readonly items: ReadonlyArray<Item>
  readonly total: number
  /** The same traffic by NAT gateways alone. */
  readonly network: CostComparison
}

/** AWS's own month. */
const hours = 730
const giga = 1e9
const million = 1e6
/** Index and vectors of 14,019 products, and their copy in the table. */
const searchGb = 0.2
const catalogueGb = 0.02
/** The least that Valkey is billed for. */
const cacheGb = 0.1
const imageGb = 0.25 * 10
/** Nine of each of six sinks, one of cache writes, and those on what customers feel. */
const customMetrics = 9 * 6 + 1 + 9
/** Of a cluster, two services and their families of tasks; and bytes a minute of each, of each task, and of its container. */
const insights = { metrics: 44, bytes: 1_200 }
const minutes = 730 * 60

const dollarsOfTokens = (
  prices: Prices,
  options: Options,
  setting: ModelSetting,
  calls: number,
): number => {
  const id = modelId(options, setting)
  const dollars = dollarsOfCalls(prices.models, id, calls)
  if (dollars === undefined) throw new Error(`no price of ${id} in apps/precompute/src/prices.json`)
  return dollars
}

/** A unit is 25 new connections a second, 3,000 open ones or a gigabyte an hour; what needs most is billed. */
const balancerUnitsOf = (turnsPerDay: number): number => {
  // The balancer has a connection to the customer and one to the task.
  const opened = (2 * turnsPerDay * perTurn.sockets) / 86_400
  const open = (2 * turnsPerDay * perTurn.socketMinutes) / 1_440
  return Math.max(opened / 25, open / 3_000, (turnsPerDay * perTurn.balancerBytes) / 24 / giga)
}

interface TaskSize {
  readonly cpu: number
  readonly memoryMiB: number
}

const taskItem = (name: string, prices: Prices, size: TaskSize, count: number): Item => {
  const { perGbHour, perVcpuHour } = prices.services.fargate
  const each = (size.cpu / 1_024) * perVcpuHour + (size.memoryMiB / 1_024) * perGbHour
  const shape = `${size.cpu / 1_024} vCPU, ${size.memoryMiB / 1_024} GB`
  return { name, how: `${count} × ${shape}`, monthly: count * each * hours }
}

const networkOf = (options: Options, prices: Prices, turns: number): CostComparison =>
  compareCost(
    {
      interfaceGb: (turns * perTurn.endpointBytes) / giga,
      gatewayGb: (turns * perTurn.tableBytes) / giga,
      zones: options.zones,
      interfaceEndpoints: interfaceEndpointCount(options),
      gatewayEndpoints: 2,
      natGateways: options.zones,
      keepNat: options.nat,
    },
    prices.network,
  )

export const billOf = (options: Options, usage: Usage, prices: Prices): Bill => {
  const { size, zones } = options
  const { services } = prices
  const turns = usage.turnsPerDay * daysPerMonth
  const gb = (bytes: number) => (turns * bytes) / giga
  const network = networkOf(options, prices, turns)
  const calls = turns * (1 - usage.hitRate)
  const balancerUnits = balancerUnitsOf(usage.turnsPerDay)
  const searchUnits = options.isProduction ? 2 : 1
  const complex = calls * usage.complexShare
  const models =
    dollarsOfTokens(prices, options, "BEDROCK_MODEL_COMPLEX", complex) +
    dollarsOfTokens(prices, options, "BEDROCK_MODEL_SIMPLE", calls - complex)
  const items: ReadonlyArray<Item> = [
    taskItem("Fargate, chat", prices, size.chat, size.chat.min),
    taskItem("Fargate, worker", prices, size.worker, options.worker === "service" ? 2 : 1),
    {
      name: "Interface endpoints",
      how: `${interfaceEndpointCount(options)} × ${zones} zones`,
      monthly: network.endpoints.total,
    },
    { name: "Gateway endpoints", how: "DynamoDB, S3", monthly: 0 },
    {
      name: "NAT gateways",
      how: options.nat ? `${zones}, hours only` : "none",
      monthly: network.keptNat,
    },
    {
      name: "Load balancer",
      how: `1, ${balancerUnits.toFixed(2)} units of connections and bytes`,
      monthly:
        hours * (services.loadBalancer.perHour + balancerUnits * services.loadBalancer.perUnitHour),
    },
    {
      name: "OpenSearch Serverless",
      how: `${searchUnits} units, ${searchGb} GB`,
      monthly:
        searchUnits * hours * services.search.perUnitHour + searchGb * services.search.perGbMonth,
    },
    {
      name: "Valkey, serverless",
      how: `${cacheGb} GB, ${((turns * perTurn.cacheUnits) / million).toFixed(1)} M units`,
      monthly:
        cacheGb * hours * services.cache.perGbHour +
        ((turns * perTurn.cacheUnits) / million) * services.cache.perMillionUnits,
    },
    tablesItem(services.tables, turns),
    {
      name: "Kinesis, on demand",
      how: `1 stream, ${gb(perTurn.streamBytes).toFixed(2)} GB`,
      monthly: hours * services.stream.perHour + gb(perTurn.streamBytes) * services.stream.perGbIn,
    },
    logsItem(services.logs, gb(perTurn.logBytes) + (size.chat.min * minutes * taskLogBytes) / giga),
    insightsItem(services, size.chat.min + (options.worker === "service" ? 2 : 1)),
    watchingItem(services.watching),
    {
      name: "Images",
      how: `${imageGb} GB`,
      monthly: imageGb * services.images.perGbMonth,
    },
    {
      name: "Bedrock tokens",
      how: `${Math.round(calls).toLocaleString("en")} calls, ${Math.round(usage.hitRate * 100)} % hits`,
      monthly: models,
    },
  ]
  return { items, total: items.reduce((sum, { monthly }) => sum + monthly, 0), network }
}

const tablesItem = (prices: Prices["services"]["tables"], turns: number): Item => {
  const stored = catalogueGb + (turns * perTurn.storedBytes) / giga
  return {
    name: "DynamoDB",
    how: `${((turns * perTurn.reads) / million).toFixed(1)} M reads, ${((turns * perTurn.writes) / million).toFixed(1)} M writes`,
    monthly:
      (turns *
        (perTurn.reads * prices.perMillionReads + perTurn.writes * prices.perMillionWrites)) /
        million +
      stored * (prices.perGbMonth + prices.backupPerGbMonth),
  }
}

const logsItem = (prices: Prices["services"]["logs"], gigabytes: number): Item => ({
  name: "Logs",
  how: `${gigabytes.toFixed(1)} GB`,
  monthly: gigabytes * (prices.perGbIn + prices.perGbMonth),
})

const insightsItem = ({ logs, watching }: Prices["services"], tasks: number): Item => {
  const written = ((3 + 2 * tasks) * insights.bytes * minutes) / giga
  return {
    name: "Container Insights",
    how: `${insights.metrics} metrics, ${written.toFixed(1)} GB`,
    monthly: insights.metrics * watching.perMetric + written * logs.perGbIn,
  }
}

/** Metrics that alarms look at; an expression is billed for each metric in it. The suite counts them. */
export const alarmMetrics = 72

const watchingItem = (prices: Prices["services"]["watching"]): Item => ({
  name: "Metrics, alarms, dashboard",
  how: `${customMetrics} metrics, ${alarmMetrics} in alarms, 1 dashboard`,
  monthly:
    customMetrics * prices.perMetric + alarmMetrics * prices.perAlarmMetric + prices.perDashboard,
})

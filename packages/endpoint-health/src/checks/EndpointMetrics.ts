/**
 * Converts reports into CloudWatch metric data, and splits the data into requests within the limits of PutMetricData.
 * Pure.
 *
 * Latencies keep every value, to a hundredth of a millisecond, so that percentiles stay possible. Those of TCP and TLS
 * are published for the whole service and, by the address that was reached, for each availability zone by itself.
 * Failed tries have no latency; they show only in the status, published as the metric `EndpointHealth` (1 healthy, 0.5
 * degraded, 0 unhealthy).
 */
import type { MetricDatum } from "@aws-sdk/client-cloudwatch"
import type { EndpointReport } from "./Check.ts"
import type { Status } from "../verdict/Reason.ts"
import { unknownZone } from "../aws/VpcFacts.ts"
import { type Connect, triesOf, type Try, worked } from "../probe/Window.ts"

/** Of PutMetricData: different values in one datum. */
const valueLimit = 150
/** Of PutMetricData: data in one request. */
const datumLimit = 1_000
/** A request holds 1 MB; estimated, so we stay well below. */
const byteLimit = 500_000

const health: Readonly<Record<Status, number>> = { healthy: 1, degraded: 0.5, unhealthy: 0 }

type Dimensions = NonNullable<MetricDatum["Dimensions"]>

const latency = (
  MetricName: string,
  tries: ReadonlyArray<Try>,
  Dimensions: Dimensions,
  Timestamp: Date,
): ReadonlyArray<MetricDatum> => {
  const counts = new Map<number, number>()
  for (const ms of worked(tries)) {
    const value = Math.round(ms * 100) / 100
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const values = [...counts]
  const parts = Array.from({ length: Math.ceil(values.length / valueLimit) }, (_, part) =>
    values.slice(part * valueLimit, (part + 1) * valueLimit),
  )
  return parts.map((part) => ({
    MetricName,
    Dimensions,
    Timestamp,
    Unit: "Milliseconds",
    Values: part.map(([value]) => value),
    Counts: part.map(([, count]) => count),
  }))
}

/** TCP and TLS for the whole service, and again for each availability zone that is known. */
export const metricData = (report: EndpointReport): ReadonlyArray<MetricDatum> => {
  const { endpoint, window, verdict, addresses, at } = report
  const Timestamp = new Date(at)
  const Dimensions: Dimensions = [
    { Name: "Service", Value: endpoint.name },
    { Name: "EndpointKind", Value: endpoint.kind },
  ]
  const connecting = (connects: ReadonlyArray<Connect>, dimensions: Dimensions) => {
    const { tcp, tls } = triesOf(connects)
    return [
      ...latency("TCPConnectLatency", tcp, dimensions, Timestamp),
      ...latency("TLSHandshakeLatency", tls, dimensions, Timestamp),
    ]
  }
  const zones = new Map(addresses.map(({ address, zone }) => [address, zone]))
  const byZone = Map.groupBy(window.connects, ({ address }) => zones.get(address) ?? unknownZone)
  byZone.delete(unknownZone)
  const single = (MetricName: string, Value: number): MetricDatum => ({
    MetricName,
    Dimensions,
    Timestamp,
    Unit: "None",
    Value,
  })
  return [
    single("EndpointHealth", health[verdict.status]),
    single("IsPrivateIP", report.isPrivate ? 1 : 0),
    ...latency("DNSResolutionLatency", window.dns, Dimensions, Timestamp),
    ...connecting(window.connects, Dimensions),
    ...[...byZone].flatMap(([zone, connects]) =>
      connecting(connects, [...Dimensions, { Name: "AvailabilityZone", Value: zone }]),
    ),
  ]
}

const bytesOf = ({ Values = [], Dimensions = [] }: MetricDatum): number =>
  200 + 120 * Dimensions.length + 60 * Values.length

/** As few requests as the limits of PutMetricData allow. */
export const metricBatches = (
  data: ReadonlyArray<MetricDatum>,
): ReadonlyArray<ReadonlyArray<MetricDatum>> => {
  const batches: Array<Array<MetricDatum>> = []
  let bytes = 0
  for (const datum of data) {
    const own = bytesOf(datum)
    const last = batches.at(-1)
    if (last === undefined || last.length >= datumLimit || bytes + own > byteLimit) {
      batches.push([datum])
      bytes = own
    } else {
      last.push(datum)
      bytes += own
    }
  }
  return batches
}

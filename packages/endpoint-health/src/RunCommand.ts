/**
 * Runs the command: measures each endpoint once (a window: several name resolutions, then TCP and TLS connections to
 * its addresses), prints a report, on request also the costs of NAT gateways and VPC endpoints, publishes metrics on
 * request, and sets the exit code by the worst verdict (0 healthy, 1 degraded, 2 unhealthy).
 *
 * With `--watch` it repeats until SIGINT or SIGTERM and exits by the last report.
 */
import { Effect, Layer } from "effect"
import { type Command, wrongUse } from "./command/CommandLine.ts"
import { layerAws } from "./aws/AwsControlPlane.ts"
import { layerCloudWatch } from "./checks/CloudWatchMetrics.ts"
import { checkEndpoints, type EndpointReport } from "./checks/Check.ts"
import { ControlPlane } from "./aws/ControlPlane.ts"
import { compareCost } from "./cost/Cost.ts"
import { costText } from "./cost/CostReport.ts"
import { MetricPublisher } from "./checks/MetricPublisher.ts"
import { type PriceList, pricesOf, readPriceList } from "./PriceList.ts"
import type { Status } from "./verdict/Reason.ts"
import { reportJson, reportText, worstOf } from "./checks/Report.ts"
import { resolveWith } from "./probe/Resolve.ts"

const exitCodes: Readonly<Record<Status, number>> = { healthy: 0, degraded: 1, unhealthy: 2 }
const deadlineMs = 2_000

const layers = ({ region, offline, place, namespace }: Command) =>
  Layer.merge(
    region === undefined || offline ? ControlPlane.layerNone : layerAws({ region, ...place }),
    region === undefined || namespace === undefined
      ? MetricPublisher.layerNone
      : layerCloudWatch({ region, namespace }),
  )

const run = Effect.fnUntraced(function* (command: Command, prices: PriceList | undefined) {
  const publisher = yield* MetricPublisher
  const { dnsServers: servers, cost, json } = command
  const options = {
    samples: command.samples,
    vpcCidrs: command.vpcCidrs,
    deadlineMs,
    ...(servers.length === 0 ? {} : { resolve: resolveWith({ servers, deadlineMs }) }),
  }
  let before: ReadonlyArray<EndpointReport> = []
  const round = Effect.gen(function* () {
    const checked = yield* checkEndpoints(command.endpoints, { ...options, before })
    before = checked.reports
    process.exitCode = exitCodes[worstOf(before)]
    if (json) {
      for (const report of before) console.log(JSON.stringify(reportJson(report)))
      if (checked.notes.length > 0) {
        console.log(JSON.stringify({ type: "notes", notes: checked.notes }))
      }
    } else console.log(reportText(checked))
    yield* publisher.publish(before)
    const { published, failed, lastFailure } = publisher.counters()
    if (failed > 0) {
      console.error(`metrics: ${published} published, ${failed} lost: ${lastFailure ?? ""}`)
    }
    if (cost === undefined || prices === undefined) return
    const comparison = compareCost(cost.traffic, prices)
    if (json) console.log(JSON.stringify({ type: "cost", ...cost.traffic, ...comparison }))
    else console.log(`\n${costText(cost.traffic, comparison)}`)
  })
  yield* round
  if (command.watchSeconds === undefined) return undefined
  return yield* Effect.forever(
    Effect.andThen(Effect.sleep(command.watchSeconds * 1000), () => {
      if (!json) console.log()
      return round
    }),
  )
})

const pricesFor = Effect.fnUntraced(function* ({ cost, region }: Command) {
  if (cost === undefined) return undefined
  return yield* readPriceList(cost.prices ?? pricesOf(region ?? ""))
})

export const runCommand = (command: Command): void => {
  const program = pricesFor(command).pipe(
    Effect.matchEffect({
      onFailure: (error) =>
        Effect.sync(() => {
          const hint = command.cost?.prices === undefined ? "; give --prices FILE" : ""
          console.error(`${error.message}${hint}`)
          process.exitCode = wrongUse
        }),
      onSuccess: (prices) => Effect.provide(run(command, prices), layers(command)),
    }),
  )
  const fiber = Effect.runFork(program)
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => fiber.interruptUnsafe())
  }
  fiber.addObserver((exit) => {
    if (exit._tag === "Failure" && !exit.cause.reasons.every(({ _tag }) => _tag === "Interrupt")) {
      console.error(exit.cause)
      process.exitCode = 70
    }
  })
}

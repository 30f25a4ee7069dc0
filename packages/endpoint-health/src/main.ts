#!/usr/bin/env node
/**
 * The `endpoint-health` command: one window for each endpoint, a report, an exit code by the worst.
 */
import { Effect } from "effect"
import { checkEndpoints } from "./Check.ts"
import { parseCommand, usage } from "./CommandLine.ts"
import { reportJson, reportText } from "./Report.ts"
import type { Status } from "./Verdict.ts"

const exitCodes: Readonly<Record<Status, number>> = {
  healthy: 0,
  unknown: 3,
  degraded: 1,
  unhealthy: 2,
}
const worstFirst: ReadonlyArray<Status> = ["unhealthy", "degraded", "unknown", "healthy"]

const parsed = parseCommand(process.argv.slice(2), process.env.AWS_REGION)

if (parsed.kind === "help") {
  console.log(usage)
} else if (parsed.kind === "wrong") {
  console.error(parsed.message)
  process.exitCode = 64
} else {
  const { endpoints, vpcCidrs, samples, json } = parsed.command
  const reports = await Effect.runPromise(checkEndpoints(endpoints, { vpcCidrs, samples }))
  if (json) {
    for (const report of reports) console.log(JSON.stringify(reportJson(report, vpcCidrs)))
  } else console.log(reportText(reports, vpcCidrs))
  const worst = worstFirst.find((status) =>
    reports.some(({ history }) => history.status === status),
  )
  process.exitCode = exitCodes[worst ?? "unknown"]
}

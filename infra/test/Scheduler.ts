/**
 * The balancers and the scheduler of the stack, emulated by the template's own health settings: each check asks what it
 * would ask, as often, and notes when it would replace the task. Times between two checks are a tenth.
 */
import { execFile } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Template } from "aws-cdk-lib/assertions"

const faster = 10
const script = fileURLToPath(new URL("../../tooling/image/src/HealthCheck.ts", import.meta.url))

interface Check {
  readonly name: string
  readonly everyMs: number
  /** So many failures in a row replace the task. */
  readonly failures: number
  /** Whether the task is well. */
  readonly ask: (url: string) => Promise<boolean>
}

const balancerChecks = (template: Template): ReadonlyArray<Check> =>
  Object.entries(template.findResources("AWS::ElasticLoadBalancingV2::TargetGroup")).map(
    ([name, { Properties: is }]) => ({
      name,
      everyMs: (1_000 * Number(is.HealthCheckIntervalSeconds)) / faster,
      failures: Number(is.UnhealthyThresholdCount),
      ask: async (url) => {
        const signal = AbortSignal.timeout(1_000 * Number(is.HealthCheckTimeoutSeconds))
        const { status } = await fetch(`${url}${is.HealthCheckPath}`, { signal })
        return status === 200
      },
    }),
  )

const containerChecks = (template: Template): ReadonlyArray<Check> =>
  Object.values(template.findResources("AWS::ECS::TaskDefinition")).flatMap(({ Properties }) => {
    const [{ Command, HealthCheck: is }] = Properties.ContainerDefinitions
    if (Command?.[0] !== "orchestrator.js") return []
    return {
      name: is.Command.join(" "),
      // A process each time.
      everyMs: (1_000 * Number(is.Interval)) / 2,
      failures: Number(is.Retries),
      ask: (url: string) =>
        new Promise<boolean>((resolve) => {
          const env = { PATH: process.env["PATH"], PORT: new URL(url).port }
          const timeout = 1_000 * Number(is.Timeout)
          execFile(process.execPath, [script], { env, timeout }, (error) => resolve(error === null))
        }),
    }
  })

export interface Scheduler {
  /** What has been asked, by check. */
  readonly asked: ReadonlyMap<string, number>
  /** Tasks that would have been replaced: the checks that failed. */
  readonly replaced: ReadonlyArray<string>
  readonly stop: () => Promise<void>
}

/** Watches one task from when it is ready. */
export const watchTask = (template: Template, url: string): Scheduler => {
  const asked = new Map<string, number>()
  const replaced: Array<string> = []
  const over = new AbortController()
  const watch = async ({ ask, everyMs, failures, name }: Check) => {
    for (let failed = 0; !over.signal.aborted; await sleep(everyMs)) {
      const isWell = await ask(url).catch(() => false)
      if (over.signal.aborted) return
      asked.set(name, (asked.get(name) ?? 0) + 1)
      failed = isWell ? 0 : failed + 1
      if (failed === failures) replaced.push(name)
    }
  }
  const loops = [...balancerChecks(template), ...containerChecks(template)].map(watch)
  return {
    asked,
    replaced,
    stop: async () => {
      over.abort()
      await Promise.all(loops)
    },
  }
}

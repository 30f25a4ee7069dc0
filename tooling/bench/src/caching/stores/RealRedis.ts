/**
 * Runs a Redis server for one part of a benchmark: on core 1, stopped when the part is over.
 */
import { execFileSync } from "node:child_process"
import { redisServer } from "@manga-assist/real-servers"
import { Effect, Exit, Scope } from "effect"
import { canPin } from "../../process/PinnedProcess.ts"

export const openRedis = async () => {
  const scope = await Effect.runPromise(Scope.make())
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  const server = await Effect.runPromise(Scope.provide(redisServer(), scope))
  const command = (...words: ReadonlyArray<string>) => Effect.runPromise(server.command(...words))
  const info = async (section: string) => String(await command("INFO", section))
  const number = async (section: string, name: string) =>
    Number(new RegExp(`^${name}:([0-9.]+)`, "mu").exec(await info(section))?.[1] ?? Number.NaN)
  const id = await number("server", "process_id")
  if (canPin()) execFileSync("taskset", ["-cp", "1", String(id)], { stdio: "ignore" })
  return {
    url: server.url,
    command,
    /** User and system time so far. */
    cpuMs: async () =>
      1_000 * ((await number("cpu", "used_cpu_user")) + (await number("cpu", "used_cpu_sys"))),
    /** How often each command was called since the start. */
    calls: async () => {
      const stats = (await info("commandstats")).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gmu)
      return new Map([...stats].map(([, name = "", calls]) => [name, Number(calls)]))
    },
    [Symbol.asyncDispose]: close,
  }
}

export type MeasuredRedis = Awaited<ReturnType<typeof openRedis>>

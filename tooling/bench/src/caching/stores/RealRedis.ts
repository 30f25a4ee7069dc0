/**
 * Runs a Redis server for one part of a benchmark: on core 1, stopped when the part is over. Its processor time does
 * not count as noise of other programs.
 */
import { execFileSync } from "node:child_process"
import { redisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { canPin, countAsOwn } from "../../process/PinnedProcess.ts"

export interface MeasuredRedis {
  readonly url: string
  readonly port: number
  readonly command: (...words: ReadonlyArray<string>) => Promise<unknown>
  /** Of `INFO`. */
  readonly number: (section: string, name: string) => Promise<number>
  /** User and system time so far. */
  readonly cpuMs: () => Promise<number>
  /** How often each command was called since the start. */
  readonly calls: () => Promise<ReadonlyMap<string, number>>
}

/** From `INFO commandstats`. */
const commandCalls = (text: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gmu)].map(([, name = "", calls]) => [
      name,
      Number(calls),
    ]),
  )

export const withRedis = <A>(use: (redis: MeasuredRedis) => Promise<A>): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const server = yield* redisServer()
        const command = (...words: ReadonlyArray<string>) =>
          Effect.runPromise(server.command(...words))
        const info = async (section: string) => String(await command("INFO", section))
        const number = async (section: string, name: string) =>
          Number(
            new RegExp(`^${name}:([0-9.]+)`, "mu").exec(await info(section))?.[1] ?? Number.NaN,
          )
        const id = yield* Effect.promise(() => number("server", "process_id"))
        if (canPin()) execFileSync("taskset", ["-cp", "1", String(id)], { stdio: "ignore" })
        const release = countAsOwn(id)
        yield* Effect.addFinalizer(() => Effect.sync(release))
        return yield* Effect.promise(() =>
          use({
            url: server.url,
            port: server.port,
            command,
            number,
            cpuMs: async () =>
              1_000 *
              ((await number("cpu", "used_cpu_user")) + (await number("cpu", "used_cpu_sys"))),
            calls: async () => commandCalls(await info("commandstats")),
          }),
        )
      }),
    ),
  )

/** One that runs where the system likes, its time nobody's. */
export const withPlainRedis = <A>(use: (url: string) => Promise<A>): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(Effect.flatMap(redisServer(), ({ url }) => Effect.promise(() => use(url)))),
  )

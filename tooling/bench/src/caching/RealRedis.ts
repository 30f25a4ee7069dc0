/** A Redis of this machine for one part: on core 1, counted as ours, gone when the part is over. */
import { execFileSync } from "node:child_process"
import { type RedisServer, redisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { canPin, countAsOwn } from "../PinnedProcess.ts"

export interface MeasuredRedis {
  readonly url: string
  readonly port: number
  readonly command: (...words: ReadonlyArray<string>) => Promise<unknown>
  /** How often each command was called since the start. */
  readonly calls: () => Promise<ReadonlyMap<string, number>>
}

const idOf = async (server: RedisServer): Promise<number> => {
  const about = String(await Effect.runPromise(server.command("INFO", "server")))
  return Number(/^process_id:(\d+)/mu.exec(about)?.[1] ?? Number.NaN)
}

/** From `INFO commandstats`. */
export const commandCalls = (text: string): ReadonlyMap<string, number> =>
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
        const id = yield* Effect.promise(() => idOf(server))
        if (canPin()) execFileSync("taskset", ["-cp", "1", String(id)], { stdio: "ignore" })
        const release = countAsOwn(id)
        yield* Effect.addFinalizer(() => Effect.sync(release))
        const command = (...words: ReadonlyArray<string>) =>
          Effect.runPromise(server.command(...words))
        return yield* Effect.promise(() =>
          use({
            url: server.url,
            port: server.port,
            command,
            calls: async () => commandCalls(String(await command("INFO", "commandstats"))),
          }),
        )
      }),
    ),
  )

/**
 * The servers that are compared, all on core 0, and the customers on core 1: this project's own store as
 * its customers meet it, and one small server for each other cache.
 */
import { type PinnedProcess, startProcess } from "../PinnedProcess.ts"
import type { Progress } from "../Progress.ts"
import { metric } from "../turn/RunningStore.ts"
import { withFolder, withStore } from "../turn/StoreFolder.ts"
import { nearMs } from "./HitCase.ts"
import { type Kind, kinds, questionsOf } from "./HitQuestions.ts"
import type { LoadCalls } from "./LoadProcess.ts"
import { type CachePlace, type Peer, peers } from "./PeerCaches.ts"
import type { CachedTurn, PeerServerCalls } from "./PeerServerProcess.ts"
import { type MeasuredRedis, withRedis } from "./RealRedis.ts"

export interface HitServer {
  readonly name: string
  readonly place: CachePlace
  readonly own: boolean
  /** Of its customers in the load process. */
  readonly customers: string
  /** Microseconds so far, user and system. */
  readonly processorTime: () => Promise<number>
}

export interface HitLaboratory {
  readonly load: PinnedProcess<LoadCalls>
  readonly redis: MeasuredRedis
  readonly servers: ReadonlyArray<HitServer>
  /** What every server has an answer to. */
  readonly texts: Readonly<Record<Kind, ReadonlyArray<string>>>
}

export interface HitOptions {
  readonly questions: Readonly<Record<Kind, number>>
  readonly progress: Progress
}

/** Many, so that no session grows as long as no customer would talk. */
const sockets = 500
const own = "orchestrator"

const others: ReadonlyArray<readonly [Peer, CachePlace]> = [
  ["bentocache", "memory"],
  ["cachified", "memory"],
  ["lru-cache", "memory"],
  ["bentocache", "redis"],
  ["cachified", "redis"],
]

/** The frames of an answer as the other servers keep it. */
export const cachedTurn = (frames: ReadonlyArray<string>): CachedTurn => {
  const parsed = frames.map((frame) => JSON.parse(frame) as Readonly<Record<string, unknown>>)
  const products = parsed.find(({ type }) => type === "products")?.["products"]
  const last = parsed.find(({ type }) => type === "turn-end")
  if (last === undefined) throw new Error(`no turn-end in ${frames.join("\n")}`)
  const { id: _id, turn: _turn, type: _type, ...end } = last
  return {
    products: Array.isArray(products) ? products : [],
    texts: parsed.flatMap(({ text, type }) => (type === "delta" ? [String(text)] : [])),
    end,
  }
}

export const withHitServers = <A>(
  { progress, questions }: HitOptions,
  use: (laboratory: HitLaboratory) => Promise<A>,
): Promise<A> =>
  withRedis((redis) =>
    withFolder((dataFolder) =>
      withStore(
        { dataFolder, environment: { REDIS_URL: redis.url, CACHE_NEAR_MS: String(nearMs) } },
        async (store) => {
          const processes: Array<{ readonly kill: () => Promise<void> }> = []
          try {
            const load = await startProcess<LoadCalls>(import.meta.resolve("./LoadProcess.ts"), {
              core: 1,
            })
            processes.push(load)
            await load.call("open", { name: own, url: store.url, sockets })
            progress.step("hit-path: answering each question once")
            const answers = {
              words: await answerAll(load, questionsOf("words", questions.words)),
              products: await answerAll(load, questionsOf("products", questions.products)),
            }
            const servers: Array<HitServer> = (["memory", "redis"] as const).map((place) => ({
              name: "MangaAssist",
              place,
              own: true,
              customers: own,
              processorTime: async () => 1e6 * (await metric(store, "process_cpu_seconds_total")),
            }))
            progress.step("hit-path: starting the other servers")
            const started = await Promise.all(
              others.map(async ([peer, place]) => {
                const server = await startProcess<PeerServerCalls>(
                  import.meta.resolve("./PeerServerProcess.ts"),
                  { core: 0, parameters: [peer, place, redis.url] },
                )
                processes.push(server)
                return { peer, place, server }
              }),
            )
            for (const { peer, place, server } of started) {
              const customers = `${peer}-${place}`
              await load.call("open", { name: customers, url: await server.call("url"), sockets })
              for (const kind of kinds) await server.call("put", answers[kind])
              servers.push({
                name: peers[peer],
                place,
                own: false,
                customers,
                processorTime: () => server.call("processorTime"),
              })
            }
            const texts = {
              words: answers.words.map(({ text }) => text),
              products: answers.products.map(({ text }) => text),
            }
            return await use({ load, redis, servers, texts })
          } finally {
            await Promise.all(processes.map((started) => started.kill()))
          }
        },
      ),
    ),
  )

const attempts = 5
/** A miss costs a hundred times a hit: more at once would only wait for each other. */
const concurrency = 8

/**
 * Asks each question until its answer comes from the cache: answers are kept after the turn, not in it.
 * A machine that others keep busy may fail some; half of them is enough.
 */
const answerAll = async (load: PinnedProcess<LoadCalls>, texts: ReadonlyArray<string>) => {
  const turns = new Map<string, CachedTurn>()
  let failure: string | undefined
  for (let attempt = 1; attempt <= attempts && turns.size < texts.length; attempt += 1) {
    const left = texts.filter((text) => !turns.has(text))
    const asked = await load.call("collectHits", { name: own, texts: left, concurrency })
    for (const { frames, text } of asked.collected) turns.set(text, cachedTurn(frames))
    failure = asked.firstFailure ?? failure
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  if (turns.size < texts.length / 2) {
    throw new Error(`${turns.size} of ${texts.length} were kept; ${failure ?? "none failed"}`)
  }
  return [...turns].map(([text, turn]) => ({ text, turn }))
}

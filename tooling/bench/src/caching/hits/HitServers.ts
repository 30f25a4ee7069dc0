/**
 * Starts the servers of the hit benchmark on core 0 and the load on core 1: the whole orchestrator of this project, once
 * with its cache in memory over Redis and once answering from Redis alone, and one minimal server for each other cache
 * library and tier.
 */
import path from "node:path"
import type { Calls } from "../../process/AnswerCalls.ts"
import {
  type PinnedProcess,
  type PinnedProcessOptions,
  startProcess,
} from "../../process/PinnedProcess.ts"
import type { Progress } from "../../command/Progress.ts"
import { usageOf } from "../../store/StoreTime.ts"
import { startServer, startServices } from "../../store/RunningStore.ts"
import { withFolder } from "../../store/StoreFolder.ts"
import { type HitServer, places } from "./HitCase.ts"
import { type Kind, kinds, questionsOf } from "./HitQuestions.ts"
import type { LoadCalls } from "./LoadProcess.ts"
import { type CacheTier, type Peer, peers } from "../stores/PeerCaches.ts"
import type { CachedTurn, PeerServerCalls } from "./PeerServerProcess.ts"
import { type MeasuredRedis, withRedis } from "../stores/RealRedis.ts"

export interface HitLaboratory {
  readonly load: PinnedProcess<LoadCalls>
  readonly redis: MeasuredRedis
  readonly servers: ReadonlyArray<HitServer>
  /** What every server has an answer to. */
  readonly texts: Readonly<Record<Kind, ReadonlyArray<string>>>
}

/** Of each kind: they are asked again and again. */
const questions = 20
/** Many, so that no session grows as long as no customer would talk. */
const sockets = 500
const own = "orchestrator"

const others: ReadonlyArray<readonly [Peer, CacheTier]> = [
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

/**
 * Our own store runs twice over the same services and Redis: as it is, and without answers from memory
 * alone, so that each hit is read from Redis.
 */
export const withHitServers = <A>(
  progress: Progress,
  use: (laboratory: HitLaboratory) => Promise<A>,
): Promise<A> =>
  withRedis((redis) =>
    withFolder(async (dataFolder) => {
      await using running = new AsyncDisposableStack()
      const process = async <C extends Calls>(file: string, options: PinnedProcessOptions) =>
        running.use(await startProcess<C>(import.meta.resolve(file), options))
      const load = await process<LoadCalls>("./LoadProcess.ts", { core: 1 })
      const services = running.use(await startServices(dataFolder, [], redis.url))
      const servers: Array<HitServer> = []
      for (const place of places) {
        const near = place === "memory" ? {} : { CACHE_MEMORY_MS: "0" }
        const environment = { REDIS_URL: redis.url, ...near }
        const folder = path.join(dataFolder, place)
        const server = running.use(await startServer(services, folder, { environment }))
        const customers = `${own}-${place}`
        await load.call("open", { name: customers, url: server.url, sockets })
        servers.push({
          name: "MangaAssist",
          place,
          own: true,
          customers,
          processorTime: async () => 1_000 * (await usageOf(server)).cpuMs,
        })
      }
      progress.step("hit-path: answering each question once")
      const answers = {
        words: await answerAll(load, questionsOf("words", questions)),
        products: await answerAll(load, questionsOf("products", questions)),
      }
      progress.step("hit-path: starting the other servers")
      for (const [peer, place] of others) {
        const server = await process<PeerServerCalls>("./PeerServerProcess.ts", {
          core: 0,
          parameters: [peer, place, redis.url],
        })
        const customers = `${peer}-${place}`
        await load.call("open", { name: customers, url: await server.call("url"), sockets })
        for (const kind of kinds) await server.call("put", answers[kind])
        const processorTime = () => server.call("processorTime")
        servers.push({ name: peers[peer], place, own: false, customers, processorTime })
      }
      const texts = {
        words: answers.words.map(({ text }) => text),
        products: answers.products.map(({ text }) => text),
      }
      return await use({ load, redis, servers, texts })
    }),
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
    const asked = await load.call("collectHits", {
      name: `${own}-memory`,
      texts: left,
      concurrency,
    })
    for (const { frames, text } of asked.collected) turns.set(text, cachedTurn(frames))
    failure = asked.firstFailure ?? failure
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  if (turns.size < texts.length / 2) {
    throw new Error(`${turns.size} of ${texts.length} were kept; ${failure ?? "none failed"}`)
  }
  return [...turns].map(([text, turn]) => ({ text, turn }))
}

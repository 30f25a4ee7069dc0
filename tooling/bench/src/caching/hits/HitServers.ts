/**
 * Starts the servers of the hit benchmark on core 0 and their customers on core 1: the whole orchestrator of this
 * project, once with its cache in memory over Redis and once answering from Redis alone, and one minimal server for each
 * other cache library and tier. All of them have an answer to the same questions.
 */
import type { ServerFrame } from "@manga-assist/client"
import type { Calls } from "../../process/AnswerCalls.ts"
import {
  type PinnedProcess,
  type PinnedProcessOptions,
  startProcess,
} from "../../process/PinnedProcess.ts"
import { together } from "../../process/Together.ts"
import type { CustomersCalls } from "../../store/CustomersProcess.ts"
import { startServer } from "../../store/RunningStore.ts"
import { openServices } from "../../store/StoreFolder.ts"
import { pause } from "../../measure/OpenLoop.ts"
import { usageOf } from "../../store/StoreTime.ts"
import type { Peer } from "../stores/PeerCaches.ts"
import { type MeasuredRedis, openRedis } from "../stores/RealRedis.ts"
import { type Kind, questionsOf } from "./HitQuestions.ts"
import type { CachedTurn, PeerServerCalls } from "./PeerServerProcess.ts"

/** Ours first; the others look up, send the same frames, and do nothing else. */
export const compared = [
  ["MangaAssist", "memory"],
  ["MangaAssist", "redis"],
  ["bentocache", "memory"],
  ["@epic-web/cachified", "memory"],
  ["lru-cache alone", "memory"],
  ["bentocache", "redis"],
  ["@epic-web/cachified", "redis"],
] as const

type Compared = (typeof compared)[number]
export type Place = Compared[1]

export interface HitServer {
  readonly name: Compared[0]
  readonly place: Place
  readonly url: string
  /** Microseconds so far, user and system. */
  readonly processorTime: () => Promise<number>
}

export interface HitLaboratory extends AsyncDisposable {
  readonly customers: PinnedProcess<CustomersCalls>
  readonly redis: MeasuredRedis
  readonly servers: ReadonlyArray<HitServer>
  readonly texts: Readonly<Record<Kind, ReadonlyArray<string>>>
}

/** Of each kind: they are asked again and again. */
const questions = 20
/** Many, so that no session grows as long as no customer would talk. */
const sockets = 500

/** The frames of an answer as the other servers keep it. @throws Error without its end */
export const cachedTurn = (frames: ReadonlyArray<ServerFrame>): CachedTurn => {
  const last = frames.find((frame) => frame.type === "turn-end")
  if (last === undefined) throw new Error("no turn-end")
  const { id: _id, seq: _seq, turn: _turn, type: _type, ...end } = last
  return {
    products: frames.flatMap((frame) => (frame.type === "products" ? frame.products : [])),
    texts: frames.flatMap((frame) => (frame.type === "delta" ? [frame.text] : [])),
    end,
  }
}

const cached = new Set(["exact", "canonical", "precomputed", "store"])
export const isHit = ({ source }: { readonly source?: string }): boolean => cached.has(source ?? "")

const attempts = 5
/** A miss costs a hundred times a hit: more at once would only wait for each other. */
const atOnce = 8

/**
 * Asks each question until its answer comes from the cache: answers are kept after the turn, not in it. A machine that
 * others keep busy may fail some; half of them is enough.
 */
const answerAll = async (
  customers: PinnedProcess<CustomersCalls>,
  url: string,
  texts: ReadonlyArray<string>,
) => {
  const turns = new Map<string, CachedTurn>()
  for (let attempt = 1; attempt <= attempts && turns.size < texts.length; attempt += 1) {
    const left = texts.filter((text) => !turns.has(text))
    const told = await customers.call("ask", { urls: [url], texts: left, atOnce, withFrames: true })
    for (const each of told) {
      if (isHit(each)) turns.set(each.text, cachedTurn(each.frames ?? []))
    }
    await pause(300)
  }
  if (2 * turns.size < texts.length) throw new Error(`${turns.size} of ${texts.length} were kept`)
  return [...turns].map(([text, turn]) => ({ text, turn }))
}

/**
 * Our own store runs twice over the same services and Redis: as it is, and without answers from memory alone, so that
 * each hit is read from Redis.
 */
export const openHitServers = (): Promise<HitLaboratory> =>
  together(async (use) => {
    const redis = await use(openRedis())
    const start = <C extends Calls>(file: string, options: PinnedProcessOptions) =>
      use(startProcess<C>(import.meta.resolve(file), options))
    const customers = await start<CustomersCalls>("../../store/CustomersProcess.ts", { core: 1 })
    const services = await use(openServices([], redis.url))
    const startOwn = async (place: Place): Promise<Omit<HitServer, "name" | "place">> => {
      const near = place === "memory" ? {} : { CACHE_MEMORY_MS: "0" }
      const environment = { REDIS_URL: redis.url, ...near }
      const folder = `${services.folder}/${place}`
      const server = await use(startServer(services, folder, { environment }))
      const processorTime = async () => 1_000 * (await usageOf(server)).cpuMs
      return { url: server.url, processorTime }
    }
    const own = { memory: await startOwn("memory"), redis: await startOwn("redis") }
    const answersOf = (kind: Kind) =>
      answerAll(customers, own.memory.url, questionsOf(kind, questions))
    const answers = { words: await answersOf("words"), products: await answersOf("products") }
    const openPeer = async (peer: Peer, place: Place) => {
      const parameters = [peer, place, redis.url]
      const server = await start<PeerServerCalls>("./PeerServerProcess.ts", { core: 0, parameters })
      await server.call("put", [...answers.words, ...answers.products])
      const url = await server.call("url")
      return { url, processorTime: () => server.call("processorTime") }
    }
    const servers: Array<HitServer> = []
    for (const [name, place] of compared) {
      const server = name === "MangaAssist" ? own[place] : await openPeer(name, place)
      servers.push({ name, place, ...server })
      await customers.call("open", { url: server.url, sockets })
    }
    const texts = {
      words: answers.words.map(({ text }) => text),
      products: answers.products.map(({ text }) => text),
    }
    return { customers, redis, servers, texts }
  })

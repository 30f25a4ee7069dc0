/**
 * Starts the servers of the hit benchmark on core 0 and their customers on core 1: the whole orchestrator of this
 * project, once with its cache in memory over Redis and once answering from Redis alone, and one minimal server for each
 * other cache library and tier. All of them have an answer to the same questions.
 */
import type { ServerFrame } from "@manga-assist/client"
import { pause } from "../../measure/OpenLoop.ts"
import { type PinnedProcess, startProcess } from "../../process/PinnedProcess.ts"
import { together } from "../../process/Together.ts"
import type { CustomersCalls } from "../../store/CustomersProcess.ts"
import { startServer } from "../../store/RunningStore.ts"
import { openServices } from "../../store/StoreFolder.ts"
import { usageOf } from "../../store/StoreTime.ts"
import type { Peer, Place } from "../stores/PeerCaches.ts"
import { openRedis } from "../stores/RealRedis.ts"
import { type Kind, questionsOf } from "./HitQuestions.ts"
import type { PeerServerCalls } from "./PeerServerProcess.ts"
import type { WholeTurn } from "./TurnServer.ts"

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

/** Of each kind: they are asked again and again. */
const questions = 20
/** Many, so that no session grows as long as no customer would talk. */
const sockets = 500

/** The frames of an answer as the other servers keep it. @throws Error without its end */
export const cachedTurn = (frames: ReadonlyArray<ServerFrame>): WholeTurn => {
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
  const turns = new Map<string, WholeTurn>()
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
export const openHitServers = () =>
  together(async (use) => {
    const redis = await use(openRedis())
    const customersFile = import.meta.resolve("../../store/CustomersProcess.ts")
    const customers = await use(startProcess<CustomersCalls>(customersFile, { core: 1 }))
    const services = await use(openServices([], redis.url))
    /** `processorTime`: microseconds so far, user and system. */
    const startOwn = async (place: Place) => {
      const near = place === "memory" ? {} : { CACHE_MEMORY_MS: "0" }
      const environment = { REDIS_URL: redis.url, ...near }
      const folder = `${services.folder}/${place}`
      const server = await use(startServer(services, folder, { environment }))
      return { url: server.url, processorTime: async () => 1_000 * (await usageOf(server)).cpuMs }
    }
    const own = { memory: await startOwn("memory"), redis: await startOwn("redis") }
    const answersOf = (kind: Kind) =>
      answerAll(customers, own.memory.url, questionsOf(kind, questions))
    const answers = { words: await answersOf("words"), products: await answersOf("products") }
    const startPeer = async (peer: Peer, place: Place) => {
      const file = import.meta.resolve("./PeerServerProcess.ts")
      const parameters = [peer, place, redis.url]
      const server = await use(startProcess<PeerServerCalls>(file, { core: 0, parameters }))
      await server.call("put", [...answers.words, ...answers.products])
      const url = await server.call("url")
      return { url, processorTime: () => server.call("processorTime") }
    }
    const start = async ([name, place]: (typeof compared)[number]) => {
      const server = await (name === "MangaAssist" ? own[place] : startPeer(name, place))
      await customers.call("open", { url: server.url, sockets })
      return { name, place, ...server }
    }
    const servers: Array<Awaited<ReturnType<typeof start>>> = []
    for (const one of compared) servers.push(await start(one))
    const texts = {
      words: answers.words.map(({ text }) => text),
      products: answers.products.map(({ text }) => text),
    }
    return { customers, redis, servers, texts }
  })

export type HitLaboratory = Awaited<ReturnType<typeof openHitServers>>
export type HitServer = HitLaboratory["servers"][number]

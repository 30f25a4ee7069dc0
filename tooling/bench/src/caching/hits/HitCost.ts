/**
 * Measures a server's processor time for one message of one kind, its share of cache hits and, for our own server, its
 * reads of Redis. As many messages are sent as use up a given amount of processor time.
 */
import { asOften, type HitCase } from "./HitCase.ts"
import type { HitLaboratory } from "./HitServers.ts"

export interface HitCost {
  /** Of processor time, for one message. */
  readonly microseconds: number
  /** Of the clock on the wall, for one message. */
  readonly wallMs: number
  readonly hitShare: number
  /** Why one was no hit, where one was not. */
  readonly firstMiss?: string
  /** Values read from Redis for one message, as Redis counts them; our own server's alone. */
  readonly reads: number
}

export type HitCosts = ReadonlyMap<HitCase, HitCost>

/**
 * Messages under way. From Redis fewer, or those behind wait longer than a read of Redis may take; cards may
 * be verified by a read of the table, which the emulated one does slowly.
 */
const concurrencyOf = ({ kind, server }: HitCase): number =>
  kind === "products" ? 4 : server.place === "memory" ? 64 : 16

const fewest = 60
const most = 20_000
/** A server that leaves more than this unanswered measures something else. */
const leastAnswered = 0.9

/** So many messages as take so much processor time, and no more than four times as long. */
const countFor = (budgetMs: number, expected: HitCost | undefined): number => {
  if (expected === undefined) return fewest
  const affordable = (1_000 * budgetMs) / Math.max(5, expected.microseconds)
  return Math.round(
    Math.min(most, Math.max(fewest, Math.min(affordable, (4 * budgetMs) / expected.wallMs))),
  )
}

/** An entry is read by GETRANGE. */
const readCommands = ["get", "getrange", "mget", "getex", "hget", "hmget"]

const readsOf = async ({ redis }: HitLaboratory): Promise<number> => {
  const calls = await redis.calls()
  return readCommands.reduce((sum, command) => sum + (calls.get(command) ?? 0), 0)
}

/** What the reading of the processor's time itself takes is taken off. */
export const hitCost = async (
  laboratory: HitLaboratory,
  each: HitCase,
  budgetMs: number,
  expected: HitCost | undefined,
): Promise<HitCost> => {
  const { server } = each
  const texts = asOften(laboratory.texts[each.kind], countFor(budgetMs, expected))
  const readsBefore = server.own ? await readsOf(laboratory) : 0
  const empty = await server.processorTime()
  const before = await server.processorTime()
  const started = performance.now()
  const asked = await laboratory.load.call("ask", {
    name: server.customers,
    texts,
    concurrency: concurrencyOf(each),
  })
  const wallMs = (performance.now() - started) / texts.length
  const after = await server.processorTime()
  const reads = server.own ? (await readsOf(laboratory)) - readsBefore : 0
  if (asked.answered < leastAnswered * texts.length) {
    throw new Error(`${server.name}: ${asked.failed} of ${texts.length}: ${asked.firstFailure}`)
  }
  return {
    microseconds: Math.max(0, after - before - (before - empty)) / asked.answered,
    wallMs,
    hitShare: asked.hits / asked.answered,
    reads: reads / asked.answered,
    ...(asked.firstMiss === undefined ? {} : { firstMiss: asked.firstMiss }),
  }
}

/**
 * Selects the figures that the performance page itself shows, by benchmark and name, each with a label for readers. A
 * figure that was not measured is left out.
 */
import type { Benchmark, NamesOf } from "../command/Benchmark.ts"
import type { caching as Caching } from "../caching/Caching.ts"
import type { connections as Connections } from "../connections/Connections.ts"
import type { limits as Limits } from "../limits/Limits.ts"
import type { mix as Mix } from "../mix/Mix.ts"
import type { SoakBenchmark } from "../soak/Soak.ts"
import type { turn as Turn } from "../turn/Turn.ts"
import type { waterfall as Waterfall } from "../waterfall/Waterfall.ts"

export interface Excerpt {
  readonly benchmark: string
  readonly figure: string
  readonly label: string
}

/** A figure that its benchmark does not make does not compile. */
const of =
  <B extends Benchmark>(benchmark: string) =>
  (figure: NamesOf<B>, label: string = figure): Excerpt => ({ benchmark, figure, label })

const waterfall = of<typeof Waterfall>("waterfall")
const mix = of<typeof Mix>("mix")
const limits = of<typeof Limits>("limits")
const caching = of<typeof Caching>("caching")
const scale = of("scale")
const connections = of<typeof Connections>("connections")
const payload = of("payload")
const turn = of<typeof Turn>("turn")
const sinks = of("sinks")
const soak = of<SoakBenchmark>("soak")

export const waterfallExcerpts: ReadonlyArray<Excerpt> = [
  waterfall("exact, first token before: p50", "first token before, exact times, p50"),
  waterfall("exact, first token after: p50", "first token after, exact times, p50"),
  waterfall("exact, saved: p50", "saved, exact times, p50"),
  waterfall("spread, first token before: p95", "first token before, spread times, p95"),
  waterfall("spread, first token after: p95", "first token after, spread times, p95"),
  waterfall("spread, saved: p95", "saved, spread times, p95"),
  waterfall(
    "exact, first products after: found by meaning, p95",
    "first products after, found by meaning, p95",
  ),
  waterfall(
    "exact, first products after: without embedding, p95",
    "first products after, without embedding, p95",
  ),
  waterfall(
    "exact, beyond the floor after: p50",
    "ours: beyond edge and services after, exact times, p50",
  ),
  waterfall("exact, beyond the floor after: share of it, p50", "ours: share of that floor"),
]

export const mixExcerpts: ReadonlyArray<Excerpt> = [
  mix("answered without a fresh model call"),
  mix("answers by source: precomputed"),
  mix("answers by source: exact"),
  mix("answers by source: canonical"),
  mix("answers by source: model"),
  mix("hit from memory, first content: p95"),
  mix("hit from Redis, first content: p95"),
  mix("model, first products: p50", "from the model, first products: p50"),
  mix("model, first token: p50", "from the model, first token: p50"),
  mix("model, first token: p95", "from the model, first token: p95"),
  mix("all sources together, first content: p50"),
  mix("all sources together, first content: p95"),
  mix("all sources together, first token: p95"),
  mix("without content within 2000 ms"),
  mix("cost of 1,000 questions: turns"),
  mix("cost of 1,000 questions: if each had been a fresh call"),
]

const floorOf = (server: string): string => `floor of that: ${server}, nothing else`

export const costExcerpts: ReadonlyArray<Excerpt> = [
  limits("processor time: a miss", "a miss"),
  limits("misses a core can carry"),
  connections(
    "processor time of a chat: raw h2 + SigV4",
    "floor of a miss: its chat on raw HTTP/2, of as many deltas",
  ),
  limits("free questions about a title: server's processor time a chat"),
  limits("free wishes: server's processor time a chat"),
  caching("processor time of a hit from memory, in words alone: MangaAssist", "a hit from memory"),
  ...(["bentocache", "@epic-web/cachified", "lru-cache alone"] as const).map((server) =>
    caching(`processor time of a hit from memory, in words alone: ${server}`, floorOf(server)),
  ),
  caching("processor time of a hit from Redis, in words alone: MangaAssist", "a hit from Redis"),
  ...(["bentocache", "@epic-web/cachified"] as const).map((server) =>
    caching(`processor time of a hit from Redis, in words alone: ${server}`, floorOf(server)),
  ),
  ...(["p50", "p95", "p99"] as const).map((of) =>
    limits(`3000 paced customers, first content: ${of}`),
  ),
  limits("3000 paced customers: processor time of a message"),
  caching("hits a second on one core: from memory"),
  caching("hits a second on one core: from Redis"),
  limits("idle sockets held by one process"),
  limits("event-loop delay while all are idle, p99"),
  limits("an idle socket: objects"),
  limits("an idle socket: resident memory"),
]

export const scaleExcerpts: ReadonlyArray<Excerpt> = [
  scale("growth: names found in a question, by products"),
  scale("growth: history in the prompt, by turns"),
  scale("growth: Redis's time for a look-up, by entries"),
  scale("growth: Redis's time for a look-up of an instance, by instances"),
  scale("growth: an instance's time for a look-up, by instances"),
]

export const otherExcerpts: ReadonlyArray<Excerpt> = [
  connections("processor time: BedrockChat ÷ SDK default"),
  connections("processor time: BedrockChat ÷ raw"),
  connections("time to first delta, 20 ms round trip, warm p50: BedrockChat"),
  connections("time to first delta, 20 ms round trip, warm p50: SDK default"),
  connections("black hole, slowest error of a new chat: BedrockChat with a budget"),
  connections("black hole, slowest error of a new chat: SDK default"),
  turn(
    "first chat of a process ÷ its warm p50: first token",
    "first chat of a process after `ready` ÷ its warm p50: first token",
  ),
  turn("first message 500 ms after opening: saved"),
  turn("first products on a miss, p95"),
  turn(
    "first products after such a draft that had been read, p95",
    "after a draft that had been read, first products, p95",
  ),
  payload("en prompt with 20 turns"),
  payload("en prompt, pruned"),
  payload("en session of 20 turns: JSON"),
  payload("en pruned: 5 turns, summary: zstd with dictionary"),
  sinks("turn, five sinks, healthy: processor time"),
  sinks("outage: records lost"),
  sinks("outage: records seen twice"),
  soak("messages without an end"),
  soak("memory kept of each message"),
]

/** Peers beside each other: a column each. */
export const peerColumns: ReadonlyArray<readonly [heading: string, group: string]> = [
  ["CPU ms of a chat", "processor time of a chat"],
  ["TLS per 1,000", "TLS handshakes per 1,000 chats"],
  ["added p50, 50 at once, ms", "added to the first token, 50 at once, p50, loopback"],
  ["added p95, 300 at once, ms", "added to the first token, 300 at once, p95, loopback"],
  [
    "calls for one question by 50 + 50",
    "model calls for one question, 50 at once in each of two processes",
  ],
  ["hit from Redis, ms", "exact hit, whole answer from Redis, p50"],
  ["CPU ms of it", "exact hit, processor time from Redis"],
  ["cut answers told, of 5", "cut answers that are told as an error"],
]

/**
 * Selects the figures that the performance page itself shows, by benchmark and name, with labels for readers. A figure
 * that its benchmark does not make does not compile; one that was not measured is left out.
 */
import type { Benchmark, NamesOf } from "../command/Benchmark.ts"
import type { caching as Caching } from "../caching/Caching.ts"
import type { connections as Connections } from "../connections/Connections.ts"
import type { limits as Limits } from "../limits/Limits.ts"
import type { mix as Mix } from "../mix/Mix.ts"
import type { peers as Peers } from "../peers/Peers.ts"
import type { turn as Turn } from "../turn/Turn.ts"
import type { waterfall as Waterfall } from "../waterfall/Waterfall.ts"

export interface Excerpt {
  readonly benchmark: string
  readonly figure: string
}

const of =
  <B extends Benchmark>(benchmark: string) =>
  (figure: NamesOf<B>): Excerpt => ({ benchmark, figure })

const waterfall = of<typeof Waterfall>("waterfall")
const connections = of<typeof Connections>("connections")
const turn = of<typeof Turn>("turn")
const mix = of<typeof Mix>("mix")
const peers = of<typeof Peers>("peers")
const payload = of("payload")
const sinks = of("sinks")
const cachingFigure = of<typeof Caching>("caching")
const limits = of<typeof Limits>("limits")

/** Before and after: those of the source document, then of techniques of our own. */
export const pairs: ReadonlyArray<readonly [label: string, before: Excerpt, after: Excerpt]> = [
  [
    "first token, exact times, p50",
    waterfall("exact, first token before: p50"),
    waterfall("exact, first token after: p50"),
  ],
  [
    "first token, spread times, p95",
    waterfall("spread, first token before: p95"),
    waterfall("spread, first token after: p95"),
  ],
  [
    "what is shown first: the model's text (p50), or products before it (p95)",
    waterfall("exact, first token after: p50"),
    waterfall("exact, first products after: found by meaning, p95"),
  ],
  [
    "first products, p95: by meaning, or by a filter where the question's slots say all",
    waterfall("exact, first products after: found by meaning, p95"),
    waterfall("exact, first products after: without embedding, p95"),
  ],
  [
    "first products, p95: without, or after a draft that had been read",
    turn("first products on a miss, p95"),
    turn("first products after such a draft that had been read, p95"),
  ],
  [
    "first token after Enter, somebody who pauses: without, or begun for the draft",
    turn("pausing typist: first token after Enter, p50, without"),
    turn("pausing typist: first token after Enter, p50, begun for the draft"),
  ],
  [
    "an answer said at once: the model's events, or frames to the customer",
    turn("an answer said at once: events of the model"),
    turn("an answer said at once: frames to the customer"),
  ],
  [
    "first delta at 20 ms round trip: the AWS SDK's default, or our pool",
    connections("time to first delta, 20 ms round trip, warm p50: SDK default"),
    connections("time to first delta, 20 ms round trip, warm p50: BedrockChat"),
  ],
  [
    "slowest error in a black hole: the AWS SDK's default, or our pool",
    connections("black hole, slowest error of a new chat: SDK default"),
    connections("black hole, slowest error of a new chat: BedrockChat with a budget"),
  ],
  [
    "one question by 50 callers in each of two processes: calls of the model",
    peers("model calls for one question, 50 at once in each of two processes: AWS SDK, one client"),
    peers(
      "model calls for one question, 50 at once in each of two processes: MangaAssist packages",
    ),
  ],
  [
    "prompt after 20 turns: whole, or pruned",
    payload("en prompt with 20 turns"),
    payload("en prompt, pruned"),
  ],
  [
    "session of 20 turns: JSON, or pruned and compressed by a dictionary",
    payload("en session of 20 turns: JSON"),
    payload("en pruned: 5 turns, summary: zstd with dictionary"),
  ],
]

/** The same without a package and with it; undefined where there is nothing to compare with. */
export type Saving = readonly [label: string, without: Excerpt | undefined, withIt: Excerpt]

/** Of each package, in its README. */
export const savings: Readonly<Record<string, ReadonlyArray<Saving>>> = {
  caching: [
    [
      "model calls for one question by 50 callers in each of two processes",
      peers(
        "model calls for one question, 50 at once in each of two processes: AWS SDK, one client",
      ),
      peers(
        "model calls for one question, 50 at once in each of two processes: MangaAssist packages",
      ),
    ],
    [
      "cut answers that were served again as whole ones",
      peers("cut answers that are served again as whole ones: AWS SDK, one client"),
      peers("cut answers that are served again as whole ones: MangaAssist packages"),
    ],
    [
      "a whole answer from Redis, beside a plain `GET`, p50",
      peers("exact hit, whole answer from Redis, p50: AWS SDK, one client"),
      peers("exact hit, whole answer from Redis, p50: MangaAssist packages"),
    ],
    [
      "cost of 1,000 questions of a store's traffic",
      mix("cost of 1,000 questions: if each had been a fresh call"),
      mix("cost of 1,000 questions: turns"),
    ],
  ],
  payload: [
    [
      "prompt after 20 turns, English",
      payload("en prompt with 20 turns"),
      payload("en prompt, pruned"),
    ],
    [
      "prompt after 20 turns, Japanese",
      payload("ja prompt with 20 turns"),
      payload("ja prompt, pruned"),
    ],
    [
      "session of 20 turns, compressed by a dictionary",
      payload("en session of 20 turns: JSON"),
      payload("en session of 20 turns: zstd with dictionary"),
    ],
    [
      "the same pruned, units of a DynamoDB write",
      payload("en session of 20 turns: write units, raw"),
      payload("en pruned: 5 turns, summary: write units, zstd with dictionary"),
    ],
    [
      "five products, all fields or six",
      payload("tokens of five products, all fields of the index"),
      payload("tokens of five products, six fields"),
    ],
  ],
  prefetch: [
    [
      "first products where the typed text was read ahead, p95",
      turn("first products on a miss, p95"),
      turn("first products after such a draft that had been read, p95"),
    ],
    [
      "first message 50 ms after the socket opened: saved",
      undefined,
      turn("first message 50 ms after opening: saved"),
    ],
  ],
  "async-sinks": [
    [
      "a record that must be kept, beside its JSON and a bare write, p50",
      sinks("offer, must-keep, its JSON and a bare write: p50"),
      sinks("offer, must-keep, healthy: p50"),
    ],
    ["a record that may be lost, p50", undefined, sinks("offer, best-effort, healthy: p50")],
    [
      "lost of 300,000 records while their target was away for 10 minutes",
      undefined,
      sinks("outage: records lost"),
    ],
  ],
  language: [
    [
      "reading an English question that has a form, p99",
      undefined,
      cachingFigure("reading a question: English with a form, p99"),
    ],
    [
      "reading a Japanese question that has a form, p99",
      undefined,
      cachingFigure("reading a question: Japanese with a form, p99"),
    ],
  ],
  "latency-budget": [
    [
      "first words while the model needs 3 s",
      undefined,
      turn("first words while the model needs 3 s"),
    ],
    ["a stage in the ledger", undefined, payload("ledger: one stage")],
    ["a decision", undefined, payload("ladder: one decision")],
  ],
}

export const waits: ReadonlyArray<Excerpt> = [
  mix("answered without a fresh model call"),
  mix("hit from memory, first content: p95"),
  mix("hit from Redis, first content: p95"),
  mix("model, first products: p50"),
  mix("model, first token: p50"),
  mix("model, first token: p95"),
  mix("all sources together, first content: p50"),
  mix("all sources together, first content: p95"),
  limits("3000 paced customers, first content: p50"),
  limits("3000 paced customers, first content: p95"),
  limits("3000 paced customers: processor time of a message"),
  turn("first words while the model needs 3 s"),
  mix("without content within 2000 ms"),
  mix("cost of 1,000 questions: turns"),
  mix("cost of 1,000 questions: if each had been a fresh call"),
]

export interface Column {
  readonly heading: string
  readonly benchmark: string
  /** Of its figures, what stands before the name of ours and of each other. */
  readonly title: string
}

type TitleIn<Name> = Name extends `${infer Title}: MangaAssist${string}` ? Title : never

const column =
  <B extends Benchmark>(benchmark: string) =>
  (heading: string, title: TitleIn<NamesOf<B>>): Column => ({ heading, benchmark, title })

const peer = column<typeof Peers>("peers")
const cache = column<typeof Caching>("caching")

/** Tables of ours beside others: a column each. */
export const beside: ReadonlyArray<ReadonlyArray<Column>> = [
  [
    peer("CPU ms of a chat", "processor time of a chat"),
    peer("TLS per 1,000", "TLS handshakes per 1,000 chats"),
    peer("added p50, 50 at once, ms", "added to the first token, 50 at once, p50, loopback"),
    peer("added p95, 300 at once, ms", "added to the first token, 300 at once, p95, loopback"),
    peer("hit from Redis, ms", "exact hit, whole answer from Redis, p50"),
    peer("CPU ms of it", "exact hit, processor time from Redis"),
    peer("cut answers told, of 5", "cut answers that are told as an error"),
  ],
  [
    cache("CPU µs of a hit from memory", "processor time of a hit from memory, in words alone"),
    cache("from Redis", "processor time of a hit from Redis, in words alone"),
  ],
]

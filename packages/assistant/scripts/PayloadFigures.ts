/**
 * What payload saves on the demo sessions, in bytes, prompt tokens, DynamoDB write units and processor
 * time: `pnpm --filter assistant payload-figures`. About ten seconds.
 *
 * Sessions 1,000 and up, which the dictionary has not seen, though of the same catalogue and the same
 * ways of asking. Tokens are the likely estimate. Times are of the processor,
 * medians of five rounds.
 */
import { gzipSync } from "node:zlib"
import { products } from "@manga-assist/catalogue"
import { decide, Ledger, StageLatencies } from "@manga-assist/latency-budget"
import { decode, encode, estimateTokens, type EncodeOptions } from "@manga-assist/payload"
import { Effect } from "effect"
import type { PastTurn } from "../src/conversation/Conversation.ts"
import { listedProduct } from "../src/products/ListedProduct.ts"
import { toOffer } from "../src/products/Offer.ts"
import { buildPrompt, type PromptParts, prunedConversation } from "../src/prompt/Prompt.ts"
import { promptProduct } from "../src/prompt/PromptProduct.ts"
import { sessionDictionaries, sessionDictionary } from "../src/conversation/SessionDictionary.ts"
import { turnAttributes } from "../src/conversation/TurnItem.ts"
import { turnLadders } from "../src/model/TurnLadder.ts"
import { read } from "../src/reading/Read.ts"
import { demoNames } from "../src/reading/StoreNames.ts"
import { type DemoLocale, demoSession } from "./DemoSessions.ts"

const count = 20
const turnsEach = 20

const asJson = process.argv.includes("--json")
const write = (line: string) => {
  process.stdout.write(`${line}\n`)
}
const print = (...parts: ReadonlyArray<string>) => {
  if (!asJson) write(parts.join(""))
}
/** One line of JSON for each figure, with `--json`. */
const figure = (name: string, unit: string, value: number) => {
  if (asJson) write(JSON.stringify({ name, unit, value }))
}
const mean = (values: ReadonlyArray<number>) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
const writeUnits = (size: number) => Math.max(1, Math.ceil(size / 1_024))
const whole = (value: number) => value.toFixed(0)

/** Microseconds of processor time for one run: the median of five rounds. */
const micros = (times: number, run: () => unknown): number => {
  const rounds = Array.from({ length: 6 }, () => {
    const before = process.cpuUsage()
    for (let at = 0; at < times; at += 1) run()
    const { system, user } = process.cpuUsage(before)
    return (system + user) / times
  })
  // The first one compiles.
  return rounds.slice(1).toSorted((a, b) => a - b)[2] ?? Number.NaN
}

const packed = (value: unknown, options: EncodeOptions) =>
  Effect.runSync(encode(JSON.stringify(value), options))

const row = (name: string, values: ReadonlyArray<unknown>, times: number) => {
  const [sample] = values
  const text = JSON.stringify(sample)
  const size = mean(values.map(bytes))
  const zstd = mean(values.map((value) => packed(value, {}).length))
  const dictionary = mean(
    values.map((value) => packed(value, { dictionary: sessionDictionary }).length),
  )
  const gzip = mean(values.map((value) => packed(value, { codec: "gzip" }).length))
  const compressed = packed(sample, { dictionary: sessionDictionary })
  const plain = micros(times, () => Effect.runSync(encode(text)))
  const out = micros(times, () => Effect.runSync(encode(text, { dictionary: sessionDictionary })))
  const back = micros(times, () =>
    Effect.runSync(decode(compressed, { dictionaries: sessionDictionaries })),
  )
  const json = micros(times, () => JSON.stringify(sample))
  figure(`${name}: JSON`, "bytes", size)
  figure(`${name}: gzip`, "bytes", gzip)
  figure(`${name}: zstd`, "bytes", zstd)
  figure(`${name}: zstd with dictionary`, "bytes", dictionary)
  figure(`${name}: write units, raw`, "units", writeUnits(size))
  figure(`${name}: write units, zstd with dictionary`, "units", writeUnits(dictionary))
  figure(`${name}: compress with dictionary`, "µs", out)
  figure(`${name}: decompress with dictionary`, "µs", back)
  print(
    `${name.padEnd(34)} ${[size, gzip, zstd, dictionary].map((each) => whole(each).padStart(7)).join("")} ` +
      `${whole(writeUnits(size)).padStart(4)} ${whole(writeUnits(dictionary)).padStart(4)} `,
    ...[json, plain, out, back].map((each) => each.toFixed(1).padStart(7)),
  )
}

const sessionRows = (locale: DemoLocale) => {
  const sessions = Array.from({ length: count }, (_, n) =>
    demoSession(locale, 1_000 + n, turnsEach),
  )
  const pruned = sessions.map((turns) => prunedConversation({ turns }))
  row(`${locale} session of 20 turns`, sessions, 200)
  row(`${locale} pruned: 5 turns, summary`, pruned, 400)
  row(
    `${locale} one turn`,
    sessions.map(([turn]) => turn),
    2_000,
  )
  const asItems = sessions.map((turns) =>
    turns.reduce((sum, turn) => sum + writeUnits(150 + sizeOf(turn)), 0),
  )
  print(`${locale} write units of 20 turns, an item each: ${whole(mean(asItems))}`)
  const asked = locale === "ja" ? "ほかには？" : "Anything else?"
  const question = read(demoNames(), asked, locale)
  const tokens = (turns: ReadonlyArray<PastTurn>, cut: boolean) => {
    const parts: Omit<PromptParts, "conversation"> = {
      question,
      asked,
      now: "2026-11-24",
      offers: [],
      records: [],
      told: [],
      orders: [],
      customer: undefined,
      unread: [],
      signedIn: undefined,
    }
    const prompt = buildPrompt({ ...parts, conversation: { turns: cut ? turns : [] } })
    const said = cut ? [] : turns.flatMap(({ answer, question: asked }) => [asked, answer])
    const texts = prompt.messages.flatMap(({ content }) =>
      (content ?? []).flatMap(({ text }) => text ?? []),
    )
    return [...said, ...texts].reduce((sum, text) => sum + estimateTokens(text).likely, 0)
  }
  const full = mean(sessions.map((turns) => tokens(turns, false)))
  const cut = mean(sessions.map((turns) => tokens(turns, true)))
  figure(`${locale} prompt with 20 turns`, "tokens", full)
  figure(`${locale} prompt, pruned`, "tokens", cut)
  print(
    `${locale} prompt tokens without system and products: ${whole(full)} with 20 turns, ${whole(cut)} pruned`,
  )
}

const sizeOf = (turn: PastTurn): number => {
  const attributes = Effect.runSync(turnAttributes(turn))
  return "packed" in attributes ? attributes.packed.length : bytes(attributes)
}

/** Five documents of a search: all fields but the vector, those asked for, those of a prompt. */
const productRows = () => {
  const documents = products().filter((_, index) => index % 200 === 0)
  const five = (from: number) => documents.slice(from, from + 5)
  const listed = five(0).flatMap((document) => listedProduct(document) ?? [])
  const offers = listed.map((product) => toOffer(product, undefined, "2026-11-24"))
  const recommend = read(demoNames(), "Recommend me a dark fantasy manga")
  const price = read(demoNames(), "How much is volume 3 of One Piece?")
  const six = ["id", "title", "price", "stock", "volume", "format"] as const
  const shapes: ReadonlyArray<readonly [string, ReadonlyArray<unknown>]> = [
    ["all fields of the index", five(0)],
    ["fields asked for (21)", listed],
    ["prompt: recommend", offers.map((offer) => promptProduct(offer, recommend, "full"))],
    [
      "prompt: price, or a small prompt",
      offers.map((offer) => promptProduct(offer, price, "full")),
    ],
    [
      "six fields",
      listed.map((product) => Object.fromEntries(six.map((field) => [field, product[field]]))),
    ],
  ]
  print("\nfive products                        bytes  tokens  parse µs")
  for (const [name, rows] of shapes) {
    const text = JSON.stringify(rows)
    figure(`five products, ${name}`, "bytes", Buffer.byteLength(text))
    figure(`tokens of five products, ${name}`, "tokens", estimateTokens(text).likely)
    print(
      `${name.padEnd(34)} ${whole(Buffer.byteLength(text)).padStart(7)} ${whole(estimateTokens(text).likely).padStart(7)} `,
      micros(2_000, () => JSON.parse(text))
        .toFixed(1)
        .padStart(9),
    )
  }
}

/** Whether compressing requests pays: a search is small and mostly numbers, a `_bulk` body is not. */
const requestRows = () => {
  const vector = Array.from({ length: 256 }, (_, n) => Math.sin(n * 12.9898) / 16)
  const search = JSON.stringify({ size: 5, query: { knn: { vector: { vector, k: 5 } } } })
  const bulk = products()
    .slice(0, 500)
    .map((document) => `{"index":{}}\n${JSON.stringify(document)}\n`)
    .join("")
  print("\nrequest bodies                       bytes    gzip  gzip µs")
  for (const [name, body] of [
    ["kNN search, 256 dimensions", search],
    ["_bulk of 500 products", bulk],
  ] as const) {
    const raw = Buffer.from(body)
    figure(`${name}: raw`, "bytes", raw.length)
    figure(`${name}: gzip`, "bytes", gzipSync(raw).length)
    print(
      `${name.padEnd(34)} ${whole(raw.length).padStart(7)} ${whole(gzipSync(raw).length).padStart(7)} `,
      whole(micros(raw.length > 100_000 ? 3 : 100, () => gzipSync(raw))).padStart(8),
    )
  }
}

const ledgerRows = () => {
  const latencies = new StageLatencies()
  for (let n = 0; n < 128; n += 1) latencies.observe("first-token:complex:full", 400 + n)
  const ledger = micros(20_000, () => {
    const each = new Ledger({ totalMs: 2_000 })
    for (let stage = 0; stage < 8; stage += 1) each.begin("stage")("ok")
    each.mark("first-token")
    return each.timeline
  })
  const deciding = micros(20_000, () =>
    decide(turnLadders.complex, { remainingMs: 1_900, observed: latencies }),
  )
  const learning = micros(5_000, () => {
    latencies.observe("first-token:complex:full", 500)
    return latencies.percentile("first-token:complex:full", 0.95)
  })
  figure("ledger: one stage", "µs", ledger / 8)
  figure("ladder: one decision", "µs", deciding)
  figure("ladder: one observation and a fresh percentile", "µs", learning)
  print(
    `\nledger: ${(ledger / 8).toFixed(2)} µs a stage, timeline included; decide: ${deciding.toFixed(2)} µs; observe and a fresh percentile: ${learning.toFixed(1)} µs`,
  )
}

print(`Node ${process.versions.node}, ${count} sessions a language, means`)
print(`${"".padEnd(34)}    JSON   gzip   zstd   dict  WU raw/dict  JSON µs zstd µs dict µs back µs`)
sessionRows("en")
sessionRows("ja")
productRows()
requestRows()
ledgerRows()

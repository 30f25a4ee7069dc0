/**
 * Generated visits of customers who type, change, delete, paste, send twice, type in another tab, leave and come back:
 * each message has the answer that it has where nothing is begun for drafts. `DRAFT_CASES` sets how many messages.
 */
import { assert, describe, it } from "@effect/vitest"
import { normalizeQuestion } from "@manga-assist/caching"
import { BedrockChat, type ConverseRequest } from "@manga-assist/connections"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import { DraftAnswers } from "../../src/drafts/DraftAnswers.ts"
import { Turn } from "../../src/turn/Turn.ts"
import { ask, scriptedStore } from "../scriptedStore.ts"

const messages = Number(process.env["DRAFT_CASES"] ?? 300)

/** What a prompt asks, by whom and after what; which records it holds depends on what was read before. */
const askedIn = (messages: ConverseRequest["messages"]): string => {
  const said = messages.flatMap(({ content, role }) =>
    role === "user"
      ? (content ?? []).flatMap((block) => ("text" in block ? [block.text] : []))
      : [],
  )
  const last = said.pop() ?? ""
  const [question = "", customer = "", products = ""] = ["question", "customer", "products"].map(
    (tag) => new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, "su").exec(last)?.[1] ?? "",
  )
  const ids = [...products.matchAll(/"id":"([^"]+)"/gu)].map(([, id]) => id)
  return [...said, question, customer, ...ids]
    .map((each) => normalizeQuestion(each ?? ""))
    .join("/")
}

/** Says what it was asked: an answer to another question is another text. */
const echo = BedrockChat.of({
  converse: ({ messages, modelId }, { onText }) =>
    Effect.gen(function* () {
      const text = `${modelId} was asked ${askedIn(messages)}`
      onText(text.slice(0, 20))
      yield* Effect.sleep(300)
      onText(text.slice(20))
      return { text, stopReason: "end_turn" }
    }),
})

const titles = ["Monster", "Akira", "Pluto", "Blue Lock", "One Piece", "Nana"]
const asks = [
  (title: string, n: number) => `Is volume ${n} of ${title} in stock?`,
  (title: string) => `Who wrote ${title}?`,
  (title: string) => `who is the author of ${title}`,
  (title: string) => `Is ${title} finished?`,
  (title: string, n: number) => `How much is volume ${n} of ${title}? My cousin has ${n} cats.`,
  (title: string, n: number) => `${title}の${n}巻はありますか`,
  () => "And the next one?",
  () => "What is your return policy?",
]

const drawing = (seed: number) => {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return { next, below, one: <A>(list: ReadonlyArray<A>) => list[below(list.length)] }
}

interface Step {
  readonly kind: "type" | "send" | "close"
  readonly session: string
  readonly user: string | undefined
  readonly text: string
  readonly thenMs: number
}

const steps = (seed: number): ReadonlyArray<Step> => {
  const { below, next, one } = drawing(seed)
  const made: Array<Step> = []
  let sent = 0
  while (sent < messages) {
    const user = one(["u-1", "u-2", undefined, undefined])
    const session = `${user ?? "visitor"}-${below(6)}`
    const question = () => one(asks)?.(one(titles) ?? "", 1 + below(3)) ?? ""
    const step = (kind: Step["kind"], text: string, thenMs: number) =>
      made.push({ kind, session, user, text, thenMs })
    const text = question()
    const drafts = [
      () => step("type", text, below(600)),
      () => step("type", text.slice(0, -1 - below(5)), below(900)),
      () => step("type", question(), below(1_500)),
      () => step("type", "", below(100)),
      () => step("type", text.toUpperCase(), below(600)),
      () => step("close", "", below(50)),
    ]
    for (let count = below(4); count > 0; count -= 1) one(drafts)?.()
    const last = next()
    // What stood there, its last character changed, something pasted.
    const send = last < 0.6 ? text : last < 0.8 ? text.replace(/\d|.$/u, "4") : question()
    step("send", send, below(400))
    if (next() < 0.1) step("send", send, 0)
    sent += 1
  }
  return made
}

const played = <E>(layer: Layer.Layer<Turn | DraftAnswers, E>, all: ReadonlyArray<Step>) =>
  Effect.gen(function* () {
    const turn = yield* Turn
    const told: Array<string> = []
    for (const { kind, session, text, thenMs, user } of all) {
      if (kind === "type") turn.draft(session, user, text)
      if (kind === "close") turn.closed(session, user)
      if (kind === "send") {
        const whose = user === undefined ? { session } : { session, user }
        const [events] = yield* Effect.all([ask(text, whose), TestClock.adjust(1_000)], {
          concurrency: "unbounded",
        })
        const said = events.flatMap((event) => (event.type === "delta" ? [event.text] : []))
        const end = events.at(-1)
        const source = end?.type === "turn-end" ? end.end.source : end?.type
        told.push(`${text}: ${source} ${said.join("")}`)
      }
      yield* TestClock.adjust(thenMs)
    }
    return { told, counts: (yield* DraftAnswers).counters() }
  }).pipe(Effect.provide(layer))

describe("a draft that ends with a mark", () => {
  const environment = { DRAFT_ANSWERS: "on" }
  it.effect.each([
    ["Tell me about Monster!", 1],
    ["Is volume 1 of Cells at Work!", 0],
    ["Tell me about Cells at Work!!", 1],
  ] as const)("%s: %i begun", ([text, begun]) =>
    Effect.gen(function* () {
      const turn = yield* Turn
      turn.draft("s-1", undefined, text)
      yield* TestClock.adjust(2_000)
      assert.strictEqual((yield* DraftAnswers).counters().begun, begun)
    }).pipe(Effect.provide(scriptedStore({ chat: echo, typeAhead: true, environment }).layer)),
  )
})

describe("messages after drafts", () => {
  it.effect.each([1, 2])("have their own answers, by seed %i", (seed) =>
    Effect.gen(function* () {
      const all = steps(seed)
      const environment = {
        DRAFT_ANSWERS: "on",
        DRAFT_ANSWERS_WASTED_PERCENT: "100",
        DRAFT_ANSWERS_TOKENS: "1000000000",
      }
      const begun = scriptedStore({ chat: echo, typeAhead: true, environment })
      const plain = scriptedStore({ chat: echo, typeAhead: true })
      const { counts, told } = yield* played(begun.layer, all)
      const others = yield* played(plain.layer, all)
      for (const [at, each] of told.entries()) assert.strictEqual(each, others.told[at])
      // Both come: taken, and begun in vain.
      assert.isAbove(counts.taken, messages / 60)
      assert.isAbove(counts.wasted, messages / 20)
    }),
  )
})

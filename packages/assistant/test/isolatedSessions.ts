/**
 * A thousand sessions at once over one store with every layer of the cache on, and a model that repeats what
 * it was told of its customer: whatever is shared that must not be is said to somebody, or lies in a store.
 *
 * Everything is drawn from one seed. What happens at once depends on the machine as well.
 */
import { CacheStore, TagVersions } from "@manga-assist/caching"
import { orders, users } from "@manga-assist/catalogue"
import { BedrockChat, BedrockError, type ConverseRequest } from "@manga-assist/connections"
import type { Locale } from "@manga-assist/protocol"
import { Effect, Fiber, Layer, Schema } from "effect"
import { answerAhead } from "../src/answers/ComposeAnswer.ts"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { CustomerContext } from "../src/context/CustomerContext.ts"
import { countableText } from "../src/answers/demand/CountableText.ts"
import { DraftedRetrieval } from "../src/turn/DraftedRetrieval.ts"
import { HitAudit } from "../src/answers/audit/HitAudit.ts"
import { SharedModelCalls } from "../src/model/SharedModelCalls.ts"
import { AnswerRecord } from "../src/answers/AnswerRecord.ts"
import { Turn } from "../src/turn/Turn.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { read } from "./demoShop.ts"
import { learn, learned } from "./learned.ts"
import { prefetchedStore } from "./prefetchedStore.ts"
import { type Script, scriptedStore } from "./scriptedStore.ts"

/** Numbers in [0, 1), the same for the same seed. */
const drawsFrom = (seed: number) => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number) => Math.floor(next() * bound)
  const one = <A>(from: ReadonlyArray<A>, orElse: A): A => from[below(from.length)] ?? orElse
  return { next, below, one }
}
type Draws = ReturnType<typeof drawsFrom>

/** Several wordings of each, so that answers go to other words than their own. */
const general = [
  "Tell me about Vinland Saga",
  "tell me about vinland saga!",
  "Is volume 3 of Vinland Saga in stock?",
  "is vinland saga vol. 3 in stock",
  "ヴィンランド・サガの3巻は在庫ありますか",
  "horror manga",
  "show me horror manga",
  "Recommend a seinen manga about Vikings",
  "Who wrote Monster?",
  "who is the author of monster",
  "What's trending this week?",
  "今週の人気漫画は？",
  "ヴィンランド・サガについて教えて",
  "Can I return a book?",
  "返品できますか",
  "新刊を教えて",
  // A learned wording: several times, as each run must meet it after the question that it stands for.
  ...Array.from({ length: 4 }, () => "any scary manga around"),
]

interface Person {
  readonly session: string
  readonly user: string | undefined
  /** Known to nobody else. */
  readonly token: string
  readonly name: string
  readonly order: string | undefined
}

/** Each holds something of the person who asks. */
const personal: ReadonlyArray<(person: Person) => string> = [
  () => "Where is my order?",
  () => "私の注文はどうなってますか",
  () => "recommend me something",
  () => "おすすめを教えて",
  () => "Recommend a comedy for me",
  () => "How much is it?",
  () => "and volume 2?",
  () => "それの作者は？",
  ({ order, token }) => `Where is my order ${order ?? token}?`,
  ({ order, token }) => `注文 ${order ?? token} の状況は？`,
  ({ token }) => `My name is ${token}, tell me about Vinland Saga`,
  ({ token }) => `Send volume 3 of Vinland Saga to 12 ${token} Street, Kyoto`,
  ({ token }) => `私の名前は${token}です。ヴィンランド・サガについて教えて`,
  ({ token }) => `My email is ${token}@example.com, who wrote Monster?`,
  ({ token }) => `${token}市に住んでいますが、送料はいくらですか`,
  ({ token }) => `My favourite hero is ${token}. What's trending this week?`,
  ({ name }) => `I am ${name}, is volume 3 of Vinland Saga in stock?`,
  ({ name }) => `${name}です。返品できますか`,
  ({ name }) => `horror manga for ${name}`,
  ({ name }) => `${name}におすすめのホラー漫画`,
  ({ token }) => `horror manga to 12 ${token} Street`,
  ({ token }) => `${token} horror manga`,
]

const names = users().map(({ name }) => name)
const allOrders = orders()

/** What a person of this user may be told; everything else that is somebody's is a secret. */
const ownOf = ({ name, token, user }: Person) =>
  new Set([token, name, ...allOrders.flatMap((order) => (order.user === user ? [order.id] : []))])

const tokenPattern = /zq[a-j]{6}x/giu
const orderPattern = /MA-\d{2}-\d{4}/giu

/** Everybody's names, order numbers and tokens that stand in a text. */
export const secretsIn = (text: string): ReadonlyArray<string> => {
  const plain = text.normalize("NFKC")
  return [
    ...(plain.match(tokenPattern) ?? []).map((token) => token.toLowerCase()),
    ...(plain.match(orderPattern) ?? []).map((order) => order.toUpperCase()),
    ...names.filter((name) => plain.toLowerCase().includes(name.normalize("NFKC").toLowerCase())),
  ]
}

const tokenOf = (index: number) =>
  `zq${[...String(index).padStart(6, "0")].map((digit) => "abcdefghij"[Number(digit)]).join("")}x`

const personAt = (draws: Draws, index: number): Person => {
  const user = draws.next() < 0.7 ? draws.one(users(), undefined) : undefined
  return {
    session: `session-${index}`,
    user: user?.id,
    token: tokenOf(index),
    name: user?.name ?? tokenOf(index),
    order: allOrders.find((order) => order.user === user?.id)?.id,
  }
}

const part = (text: string, name: string) =>
  new RegExp(`<${name}[^]*?</${name}>`, "u").exec(text)?.[0] ?? ""

/** Says again all that it knows of whom it speaks with, and what was said before. */
const repeated = ({ messages }: ConverseRequest): string => {
  const texts = messages.map(({ content }) => (content ?? []).map((each) => each.text).join(" "))
  const last = texts.at(-1) ?? ""
  const before = texts.slice(0, -1).join(" ").slice(-400)
  const parts = ["summary", "orders", "customer", "question"].map((name) => part(last, name))
  return `Yes. ${before} ${parts.join(" ")}`.replaceAll("<", " ").slice(0, 2_000)
}

const repeatingChat = (draws: Draws) =>
  BedrockChat.of({
    converse: Effect.fnUntraced(function* (request, { onText }) {
      const text = repeated(request)
      const how = draws.next()
      if (how < 0.03) return yield* new BedrockError({ reason: "throttled", detail: "drawn" })
      // Others come while it speaks.
      for (let from = 0; from < text.length; from += 500) {
        for (let turn = draws.below(4); turn >= 0; turn -= 1) yield* Effect.yieldNow
        onText(text.slice(from, from + 500))
      }
      if (how < 0.05) return yield* new BedrockError({ reason: "connection", detail: "drawn" })
      const stopReason = how < 0.08 ? "guardrail_intervened" : "end_turn"
      return { stopReason, text }
    }),
  })

export interface Leak {
  readonly where: string
  readonly secret: string
  readonly text: string
}

export interface IsolationRun {
  readonly leaks: ReadonlyArray<Leak>
  /** Sources of the answers, and how often each: that the layers were really used. */
  readonly sources: Readonly<Record<string, number>>
  readonly sharedCalls: number
  readonly followed: number
  readonly draftsUsed: number
  readonly stored: number
  readonly demanded: number
  readonly checked: number
  /** Answered from memory, without a fiber. */
  readonly atOnce: number
  /** Turns that broke on our side. */
  readonly broken: number
}

const decodeAnswers = Schema.decodeUnknownSync(Schema.Array(AnswerRecord))

/** Everything that was written to the store, as it was written. */
const watched = (written: Array<string>): Layer.Layer<CacheStore, never, CacheStore> =>
  Layer.effect(
    CacheStore,
    Effect.map(CacheStore, (store) =>
      CacheStore.of({
        ...store,
        set: (key, value, ttlMs) => {
          written.push(`${key} ${value}`)
          return store.set(key, value, ttlMs)
        },
      }),
    ),
  )

/** Every prompt of a call that was shared. */
const overheard = (prompts: Array<string>) =>
  Layer.effect(
    SharedModelCalls,
    Effect.map(SharedModelCalls, (calls) =>
      SharedModelCalls.of({
        ...calls,
        converse: (request, listener) => {
          prompts.push(JSON.stringify(request.messages))
          return calls.converse(request, listener)
        },
      }),
    ),
  ).pipe(Layer.provide(SharedModelCalls.layer))

export interface IsolationOptions {
  readonly seed: number
  readonly sessions: number
  /** Other stores than this process. */
  readonly script?: Pick<Script, "demand" | "environment" | "store">
}

/** A wording that stands for another question. */
const approve = learn(learned("any {GENRE1} manga around", "{GENRE1} manga"))

export const runIsolated = ({ script = {}, seed, sessions }: IsolationOptions) => {
  const draws = drawsFrom(seed)
  const written: Array<string> = []
  const prompts: Array<string> = []
  const chat = repeatingChat(draws)
  const { layer, seen } = scriptedStore({
    chat,
    context: prefetchedStore().layer,
    hitChecks: true,
    typeAhead: true,
    sharedCalls: overheard(prompts),
    ...script,
    // Most of the time a feed is live, so that it may be served at once.
    tagVersions: Layer.effect(
      TagVersions,
      Effect.map(TagVersions, (versions) =>
        TagVersions.of({ ...versions, live: () => draws.next() < 0.8 }),
      ),
    ).pipe(Layer.provide(TagVersions.layerMemory())),
    store: watched(written).pipe(Layer.provide(script.store ?? CacheStore.layerMemory())),
    environment: {
      LATENCY_BUDGET_MS: "60000",
      HIT_CHECK_PERCENT: "100",
      ...script.environment,
    },
  })
  const leaks: Array<Leak> = []
  const sources: Record<string, number> = {}
  let broken = 0
  let atOnce = 0

  const keepAnswers = Effect.gen(function* () {
    const cache = yield* CachedAnswers
    for (const { answer, key, ...policy } of decodeAnswers(seen.recorded.answers.splice(0))) {
      // As in the live sink, a write that Redis does not take changes nothing for a turn.
      yield* Effect.ignore(cache.write(key, answer, policy))
    }
  })

  const listen = (person: Person, text: string) => {
    const own = ownOf(person)
    return (event: TurnEvent) => {
      if (event.type === "turn-end") {
        sources[event.end.source] = (sources[event.end.source] ?? 0) + 1
      }
      if (event.type === "turn-failed" && event.failure.code === "internal") broken += 1
      const frame = JSON.stringify(event)
      for (const secret of secretsIn(frame)) {
        if (!own.has(secret)) leaks.push({ where: `a frame, asked "${text}"`, secret, text: frame })
      }
    }
  }

  const say = Effect.fnUntraced(function* (person: Person, number: number) {
    const turn = yield* Turn
    const drafts = yield* DraftedRetrieval
    const { session, user } = person
    const foreign = draws.one(allOrders, undefined)?.id ?? ""
    const drawn = draws.next()
    const text =
      drawn < 0.5
        ? draws.one(general, "")
        : drawn < 0.95
          ? draws.one(personal, () => "")(person)
          : `Where is my order ${foreign}?`
    const locale = draws.one<Locale | undefined>(["en", "ja", undefined, undefined], undefined)
    if (draws.next() < 0.5) {
      drafts.draft(session, user, text.slice(0, Math.ceil(text.length / 2)))
      yield* Effect.yieldNow
      drafts.draft(session, user, text)
      yield* Effect.yieldNow
    }
    const events: Array<string> = []
    // Frames come in parts: what is said is looked at as a whole as well.
    const hear = listen(person, text)
    let said = ""
    const request = {
      id: `m-${number}`,
      session,
      text,
      arrivedAt: performance.now(),
      ...(user === undefined ? {} : { user }),
      ...(locale === undefined ? {} : { locale }),
    }
    const heard = (event: TurnEvent) => {
      events.push(event.type)
      if (event.type === "delta") said += event.text
      hear(event)
    }
    // As the server asks.
    if (turn.atOnce(request, heard)) atOnce += 1
    else {
      const running = yield* Effect.forkChild(turn.run(request, heard), { startImmediately: true })
      if (draws.next() < 0.05) {
        yield* Effect.yieldNow
        yield* Fiber.interrupt(running)
      } else yield* Fiber.join(running)
    }
    hear({ type: "delta", text: said })
    yield* keepAnswers
  })

  /** The drawn model may refuse a few times. */
  const precompute = Effect.gen(function* () {
    yield* Effect.retry(answerAhead("新刊を教えて", "ja"), { times: 20 })
    yield* Effect.retry(answerAhead("Who wrote Monster?", "en"), { times: 20 })
  })

  const visit = Effect.fnUntraced(function* (index: number) {
    const context = yield* CustomerContext
    const drafts = yield* DraftedRetrieval
    const person = personAt(draws, index)
    const { session, user } = person
    // What was kept is over now and then, so that many ask at once for what nobody has been told.
    if (draws.next() < 0.03) {
      yield* (yield* TagVersions).invalidate(["catalogue"])
      yield* precompute
    }
    context.opened(session, user, false)
    for (let number = 1 + draws.below(3); number > 0; number -= 1) yield* say(person, number)
    context.closed(session)
    drafts.closed(session, user)
  })

  const run = Effect.gen(function* () {
    const calls = yield* SharedModelCalls
    const checks = yield* HitAudit
    const drafted = yield* DraftedRetrieval
    yield* approve
    yield* precompute
    yield* Effect.forEach(
      Array.from({ length: sessions }, (_, index) => index),
      visit,
      { concurrency: 64, discard: true },
    )
    yield* checks.idle
    const look = (where: string, texts: ReadonlyArray<string>) => {
      for (const text of texts) {
        for (const secret of secretsIn(text)) leaks.push({ where, secret, text })
      }
    }
    look("the store", written)
    look("a shared prompt", prompts)
    const demanded = seen.asked.flatMap(({ text }) => countableText(read(text)) ?? [])
    look("the demand", demanded)
    return {
      leaks,
      sources,
      sharedCalls: calls.counters().led,
      followed: calls.counters().followed,
      draftsUsed: drafted.counters()["hits"] ?? 0,
      stored: written.length,
      demanded: demanded.length,
      broken,
      atOnce,
      checked: checks.counters().right + checks.counters().wrong + checks.counters().changed,
    } satisfies IsolationRun
  })
  return run.pipe(Effect.provide(layer), Effect.scoped)
}

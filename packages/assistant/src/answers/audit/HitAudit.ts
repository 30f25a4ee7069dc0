/**
 * Measures how often the cache answers another question than the one asked, and stops what does so too often.
 *
 * A share of all answers that were given to other words than their own is checked off the path: few at once,
 * few waiting, no more tokens in an hour than allowed. What cannot be checked is dropped and counted; a turn
 * waits for nothing here. Answers given to the very same words are not checked: they are the same question.
 */
import { type Alias, AliasBook } from "@manga-assist/caching"
import { BedrockChat, type RedisConnection } from "@manga-assist/connections"
import { wholeNumber, wrongValue } from "@manga-assist/process"
import { Config, Context, Effect, Layer, Option, Queue, Random } from "effect"
import type { CachedAnswer } from "../CachedAnswer.ts"
import { normalizedWords } from "../ShareKey.ts"
import { makeCheckBudget } from "./CheckBudget.ts"
import type { AnsweringNeeds } from "../ComposeAnswer.ts"
import { checkHit, type HitVerdict } from "./AuditHit.ts"
import { type HitLayer, type LayerRate, makeLayerKillSwitch } from "./LayerKillSwitch.ts"
import type { Question } from "../../reading/Question.ts"

export interface ServedFromCache {
  readonly question: Question
  readonly answer: CachedAnswer
  readonly layer: HitLayer
  /** Of layer `alias`: it is told the verdict. */
  readonly alias?: Alias | undefined
}

export interface HitCheckCounters {
  /** Answers given to other words than their own. */
  served: number
  /** Of those, to be checked. */
  sampled: number
  /** Sampled, and not checked: too many waited. */
  dropped: number
  right: number
  wrong: number
  /** What the answer rests on changed meanwhile. */
  changed: number
  /** Nothing fresh could be had to compare with. */
  failed: number
  /** A contradiction that there were no tokens left to settle, or nothing to compare by. */
  unsettled: number
  /** Spent on the model. */
  tokens: number
}

export class HitAudit extends Context.Service<
  HitAudit,
  {
    /** Synchronous, never throws. */
    readonly observe: (served: ServedFromCache) => void
    /** Why this layer may not answer these words now; absent where it may. Synchronous. */
    readonly offReason: (
      question: Question,
      answer: Pick<CachedAnswer, "words">,
      layer: HitLayer,
    ) => string | undefined
    readonly counters: () => Readonly<HitCheckCounters>
    /** By intent and layer, of all instances as far as they are known here. */
    readonly rates: () => ReadonlyArray<LayerRate>
    /** Ends when nothing waits and nothing is being checked. */
    readonly idle: Effect.Effect<void>
  }
>()("@manga-assist/assistant/HitAudit") {
  /**
   * `HIT_CHECK_PERCENT`, 0 to 100 with up to two decimals, 2 unless set; `HIT_AUDIT_TOKENS_PER_HOUR`, for each
   * process, 50,000 unless set, 0 for none: then products alone are compared; `HIT_LAYER_OFF_MINUTES`, 1 to
   * 10,080, 60 unless set: how long a layer stays off.
   */
  static readonly layer: Layer.Layer<
    HitAudit,
    Config.ConfigError,
    AliasBook | AnsweringNeeds | RedisConnection
  > = Layer.effect(
    HitAudit,
    Effect.suspend(() => make),
  )

  /** Nothing is checked, nothing is off. */
  static readonly layerOff: Layer.Layer<HitAudit> = Layer.sync(HitAudit, () =>
    HitAudit.of({
      observe: () => undefined,
      offReason: () => undefined,
      counters: none,
      rates: () => [],
      idle: Effect.void,
    }),
  )
}

const none = (): HitCheckCounters => ({
  served: 0,
  sampled: 0,
  dropped: 0,
  right: 0,
  wrong: 0,
  changed: 0,
  failed: 0,
  unsettled: 0,
  tokens: 0,
})

const atOnce = 2
const maxWaiting = 32
/** Two readings and three answers of a model, each with its own deadline; nothing takes so long. */
const checkMs = 120_000

const percentRule = /^(?:100(?:\.0{1,2})?|\d{1,2}(?:\.\d{1,2})?)$/u

/** As a share of 1. */
const sharePercent = Effect.gen(function* () {
  const name = "HIT_CHECK_PERCENT"
  const given = yield* Config.option(Config.NonEmptyString(name))
  const text = Option.getOrElse(given, () => "2")
  if (percentRule.test(text)) return Number(text) / 100
  return yield* Effect.fail(
    wrongValue(name, "must be a number from 0 to 100 with two decimals at most", text),
  )
})

const make = Effect.gen(function* () {
  const share = yield* sharePercent
  const tokensPerHour = yield* wholeNumber("HIT_AUDIT_TOKENS_PER_HOUR", {
    min: 0,
    max: 1_000_000_000,
    byDefault: 50_000,
  })
  const offMinutes = yield* wholeNumber("HIT_LAYER_OFF_MINUTES", {
    min: 1,
    max: 10_080,
    byDefault: 60,
  })
  const services = yield* Effect.context<AnsweringNeeds>()
  const aliases = yield* AliasBook
  const random = yield* Random.Random
  const budget = makeCheckBudget(Context.get(services, BedrockChat), tokensPerHour)
  const switches = yield* makeLayerKillSwitch(offMinutes * 60_000)
  const counters = none()
  const waiting = yield* Queue.dropping<ServedFromCache>(maxWaiting)
  let underWay = 0
  const whenIdle = new Set<() => void>()

  const tell = Effect.fnUntraced(function* (served: ServedFromCache, verdict: HitVerdict) {
    counters[verdict.verdict] += 1
    counters.tokens = budget.spent()
    const { intent } = served.question
    if (verdict.verdict !== "right" && verdict.verdict !== "wrong") return
    if (verdict.verdict === "wrong") {
      yield* Effect.logWarning(
        `a wrong answer from the cache (${intent}, ${served.layer}): ${verdict.reason}`,
        { asked: normalizedWords(served.question), answered: served.answer.words },
      )
    }
    if (served.alias !== undefined) aliases.report(served.alias, verdict.verdict)
    yield* switches.judge(intent, served.layer, verdict.verdict)
  })

  const check = (served: ServedFromCache) =>
    checkHit(served, budget).pipe(
      Effect.provideContext(services),
      Effect.timeoutOrElse({
        duration: checkMs,
        orElse: () => Effect.succeed<HitVerdict>({ verdict: "failed", reason: "it took too long" }),
      }),
      Effect.flatMap((verdict) => tell(served, verdict)),
      Effect.catchCause((cause) => {
        counters.failed += 1
        return Effect.logError("an answer from the cache could not be checked", cause)
      }),
      Effect.ensuring(
        Effect.sync(() => {
          underWay -= 1
          if (underWay > 0) return
          const told = [...whenIdle]
          whenIdle.clear()
          for (const resume of told) resume()
        }),
      ),
    )

  for (let index = 0; index < atOnce; index += 1) {
    yield* Queue.take(waiting).pipe(
      Effect.flatMap(check),
      Effect.forever,
      Effect.forkScoped({ startImmediately: true }),
    )
  }

  const otherWords = (question: Question, { words }: Pick<CachedAnswer, "words">) =>
    words !== normalizedWords(question)

  return HitAudit.of({
    observe: (served) => {
      if (!otherWords(served.question, served.answer)) return
      counters.served += 1
      if (random.nextDoubleUnsafe() >= share) return
      counters.sampled += 1
      underWay += 1
      if (Queue.offerUnsafe(waiting, served)) return
      underWay -= 1
      counters.dropped += 1
    },
    offReason: (question, answer, layer) => {
      const reason = switches.offReason(question.intent, layer)
      return reason !== undefined && otherWords(question, answer)
        ? `answers to other words are switched off here (${question.intent}, ${layer}): ${reason}`
        : undefined
    },
    counters: () => counters,
    rates: switches.rates,
    idle: Effect.callback<void>((resume) => {
      if (underWay === 0) return resume(Effect.void)
      const told = () => {
        resume(Effect.void)
      }
      whenIdle.add(told)
      return Effect.sync(() => {
        whenIdle.delete(told)
      })
    }),
  })
})

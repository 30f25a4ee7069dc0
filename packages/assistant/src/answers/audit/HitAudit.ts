/**
 * Measures how often the cache answers another question than the one asked, and switches off a cache layer for an
 * intent where that happens too often.
 *
 * A sample of answers that were served for other words than their own is audited in the background, within an hourly
 * token budget. Answers served for exactly the same words are not audited.
 */
import {
  type AuditCounters,
  type GroupRate,
  makeAudit,
  makeKillSwitch,
  noCounts,
  type Verdict,
} from "@manga-assist/answer-audit"
import { type Wording, WordingBook } from "@manga-assist/caching"
import { BedrockChat, type RedisConnection } from "@manga-assist/connections"
import { wholeNumber, wrongValue } from "@manga-assist/process"
import { formIntents } from "@manga-assist/store-grammar"
import { Config, Context, Effect, Layer, Option } from "effect"
import { Spender } from "../../budget/Spender.ts"
import type { CachedAnswer } from "../CachedAnswer.ts"
import { normalizedWords } from "../ShareKey.ts"
import { makeCheckBudget } from "./CheckBudget.ts"
import type { AnsweringNeeds } from "../ComposeAnswer.ts"
import { checkHit } from "./AuditHit.ts"
import { reasonsIn } from "../PlainReason.ts"
import type { Intent, Question } from "../../reading/Question.ts"

/** How an answer came to other words than its own. */
export const hitLayers = ["canonical", "precomputed", "alias", "stale"] as const
export type HitLayer = (typeof hitLayers)[number]

/** Orders and greetings are answered from no cache. */
const neverCached: ReadonlySet<Intent> = new Set(["order-status", "greeting"])
const intents = formIntents.filter((intent) => !neverCached.has(intent))

/** What is switched off by itself: a layer of the cache for an intent. */
const groupOf = (intent: Intent, layer: HitLayer) => `${intent}|${layer}`

export interface LayerRate extends Omit<GroupRate, "group"> {
  readonly intent: string
  readonly layer: string
}

export interface ServedFromCache {
  readonly question: Question
  readonly answer: CachedAnswer
  readonly layer: HitLayer
  /** Of layer `alias`: it is told the verdict. */
  readonly wording?: Wording | undefined
}

export interface HitCheckCounters extends AuditCounters {
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
    AnsweringNeeds | WordingBook | RedisConnection
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

const none = (): HitCheckCounters => ({ ...noCounts(), tokens: 0 })

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
  const wordings = yield* WordingBook
  const budget = makeCheckBudget(Context.get(services, BedrockChat), tokensPerHour)
  const killSwitch = yield* makeKillSwitch({
    groups: intents.flatMap((intent) => hitLayers.map((layer) => groupOf(intent, layer))),
    offMs: offMinutes * 60_000,
  })

  const onVerdict = Effect.fnUntraced(function* (served: ServedFromCache, verdict: Verdict) {
    if (verdict.verdict !== "right" && verdict.verdict !== "wrong") return
    if (verdict.verdict === "wrong") {
      yield* Effect.logWarning(
        `a wrong answer from the cache (${served.question.intent}, ${served.layer}): ${verdict.reason}`,
        { asked: normalizedWords(served.question), answered: served.answer.words },
      )
    }
    if (served.wording !== undefined) wordings.report(served.wording, verdict.verdict)
  })
  const audit = yield* makeAudit<ServedFromCache, never>({
    share,
    check: (served) =>
      checkHit(served, budget).pipe(
        Effect.provideContext(services),
        Effect.provideService(Spender, { class: "audit" }),
      ),
    groupOf: ({ layer, question }) => groupOf(question.intent, layer),
    killSwitch,
    onVerdict,
  })

  const otherWords = (question: Question, { words }: Pick<CachedAnswer, "words">) =>
    words !== normalizedWords(question)

  return HitAudit.of({
    observe: (served) => {
      if (otherWords(served.question, served.answer)) audit.observe(served)
    },
    offReason: (question, answer, layer) => {
      const reason = killSwitch.offReason(groupOf(question.intent, layer))
      return reason !== undefined && otherWords(question, answer)
        ? reasonsIn(question.locale).switchedOff
        : undefined
    },
    counters: () => ({ ...audit.counters(), tokens: budget.spent() }),
    rates: () =>
      killSwitch.rates().map(({ group, lowerBound, off, right, wrong }) => {
        const [intent = "", layer = ""] = group.split("|")
        return { intent, layer, lowerBound, off, right, wrong }
      }),
    idle: audit.idle,
  })
})

/**
 * Measures how often the cache answers another question than the one asked, and switches off what misreads questions
 * too often: a form (kind of question), in whichever layer of the cache, or a learned wording.
 *
 * A sample of answers that were served for other words than their own is audited in the background, within an hourly
 * token budget; more of what is new. A new grammar begins without verdicts. Answers served for exactly the same words
 * are neither audited nor switched off.
 */
import {
  type AuditCounters,
  type GroupRate,
  makeAudit,
  makeKillSwitch,
  noCounts,
  type Verdict,
} from "@manga-assist/answer-audit"
import { type Wording, WordingBook, wordingId } from "@manga-assist/caching"
import { BedrockChat, type RedisConnection } from "@manga-assist/connections"
import { wholeNumber, wrongValue } from "@manga-assist/process"
import { Config, Context, Effect, Layer, Option } from "effect"
import { Spender } from "../../budget/Spender.ts"
import type { CachedAnswer } from "../CachedAnswer.ts"
import { normalizedWords } from "../ShareKey.ts"
import { makeCheckBudget } from "./CheckBudget.ts"
import type { AnsweringNeeds } from "../ComposeAnswer.ts"
import { checkHit } from "./AuditHit.ts"
import { reasonsIn } from "../PlainReason.ts"
import type { Question } from "../../reading/Question.ts"
import { StoreNames } from "../../reading/StoreNames.ts"

/** How an answer came to other words than its own. */
export const hitLayers = ["canonical", "precomputed", "alias", "stale"] as const
export type HitLayer = (typeof hitLayers)[number]

/** What is judged by itself: the learned wording that found the answer, else the form that all its wordings have. */
const nameOf = ({ reading }: Question, wording: Wording | undefined): string => {
  if (wording !== undefined) return `wording ${wordingId(wording)}`
  return reading.known ? reading.question : "the same words"
}

/** Of one process; each check reads the products and may ask the model four times. */
const mostPerHour = 600

/** Switches of another grammar are of other forms. */
export const makeHitSwitches = (offMs?: number) =>
  Effect.flatMap(StoreNames, ({ grammarVersion }) =>
    makeKillSwitch({ offMs, prefix: `audit:${grammarVersion}:` }),
  )

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
    /** Why the cache may not answer these words with it now; absent where it may. Synchronous. */
    readonly offReason: (
      question: Question,
      answer: Pick<CachedAnswer, "words">,
      wording: Wording | undefined,
    ) => string | undefined
    readonly counters: () => Readonly<HitCheckCounters>
    /** By form or wording, of all instances as far as they are known here. */
    readonly rates: () => ReadonlyArray<GroupRate>
    /** Ends when nothing waits and nothing is being checked. */
    readonly idle: Effect.Effect<void>
  }
>()("@manga-assist/assistant/HitAudit") {
  /**
   * `HIT_CHECK_PERCENT`, 0 to 100 with up to two decimals, 2 unless set; `HIT_AUDIT_TOKENS_PER_HOUR`, for each
   * process, 50,000 unless set, 0 for none: then products alone are compared; `HIT_OFF_MINUTES`, 1 to 10,080, a day
   * unless set: how long a form or a wording stays off.
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
  const offMinutes = yield* wholeNumber("HIT_OFF_MINUTES", {
    min: 1,
    max: 10_080,
    byDefault: 1_440,
  })
  const services = yield* Effect.context<AnsweringNeeds>()
  const wordings = yield* WordingBook
  const budget = makeCheckBudget(Context.get(services, BedrockChat), tokensPerHour)
  const killSwitch = yield* makeHitSwitches(offMinutes * 60_000)

  const onVerdict = Effect.fnUntraced(function* (served: ServedFromCache, verdict: Verdict) {
    if (verdict.verdict !== "right" && verdict.verdict !== "wrong") return
    if (verdict.verdict === "wrong") {
      yield* Effect.logWarning(
        `a wrong answer from the cache (${nameOf(served.question, served.wording)}, ${served.layer}): ${verdict.reason}`,
        { asked: normalizedWords(served.question), answered: served.answer.words },
      )
    }
    if (served.wording !== undefined) wordings.report(served.wording, verdict.verdict)
  })
  const audit = yield* makeAudit<ServedFromCache, never>({
    share,
    mostPerHour,
    check: (served) =>
      checkHit(served, budget).pipe(
        Effect.provideContext(services),
        Effect.provideService(Spender, { class: "audit" }),
      ),
    groupOf: ({ question, wording }) => nameOf(question, wording),
    killSwitch,
    onVerdict,
  })

  const otherWords = (question: Question, { words }: Pick<CachedAnswer, "words">) =>
    words !== normalizedWords(question)

  return HitAudit.of({
    observe: (served) => {
      if (otherWords(served.question, served.answer)) audit.observe(served)
    },
    offReason: (question, answer, wording) => {
      const reason = killSwitch.offReason(nameOf(question, wording))
      return reason !== undefined && otherWords(question, answer)
        ? reasonsIn(question.locale).switchedOff
        : undefined
    },
    counters: () => ({ ...audit.counters(), tokens: budget.spent() }),
    rates: killSwitch.rates,
    idle: audit.idle,
  })
})

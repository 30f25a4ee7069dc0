/**
 * Begins the model's answer while the customer types: for a draft that stands still and asks a whole question, and for
 * nobody to hear before the message is sent. Off unless `DRAFT_ANSWERS` is `on`.
 *
 * A draft stands still after a moment, and where this customer went on before, after as long as that took. The message takes the
 * answer if it asks the model for the same (`DraftedCall.key`); else the call is reset upstream. Resets are paced: a
 * server may close the connection of a client that resets many streams at once. Answers that were begun in vain are kept
 * below a share; where customers change their minds more often, next to none is begun.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import { redactText } from "@manga-assist/async-sinks"
import { monotonicMs } from "@manga-assist/connections"
import { oneWord, wholeNumber } from "@manga-assist/process"
import { Clock, type Config, Context, Effect, type Fiber, Layer } from "effect"
import { LRUCache } from "lru-cache"
import { CostlyShare } from "../model/CostlyShare.ts"
import { maskOrders } from "../model/OrderMask.ts"
import { type BegunAnswer, beginAnswer, type DraftedCall } from "./BegunAnswer.ts"

export interface DraftAnswerCounters {
  /** Calls of the model that drafts began. */
  begun: number
  /** Of these, taken by the message. */
  taken: number
  /** Of these, for a draft that was changed, given up, or sent as something else. */
  wasted: number
  /** Not begun: too many were wasted, the hour's tokens are spent, or too many are under way. */
  refused: number
  /** At most, of the calls begun. */
  tokens: number
}

export class DraftAnswers extends Context.Service<
  DraftAnswers,
  {
    readonly isOn: boolean
    /** `prepare` is run once the text stands still; `undefined`: nothing is to be begun for it. */
    readonly draft: (
      owner: string,
      text: string,
      prepare: Effect.Effect<DraftedCall | undefined>,
    ) => void
    /** The message is there. What it does not take is to be cut off, by the same one. */
    readonly sent: (owner: string) => BegunAnswer | undefined
    readonly closed: (owner: string) => void
    readonly counters: () => Readonly<DraftAnswerCounters>
  }
>()("@manga-assist/assistant/DraftAnswers") {
  /**
   * `DRAFT_ANSWERS`: `off` (unless set) or `on`. `DRAFT_ANSWERS_WASTED_PERCENT`: of the answers begun, at most this share
   * may be wasted, 0 to 100, 15 unless set. `DRAFT_ANSWERS_TOKENS`: at most so many tokens an hour and process, 2 million
   * unless set.
   */
  static readonly layer: Layer.Layer<DraftAnswers, Config.ConfigError> = Layer.effect(
    DraftAnswers,
    Effect.suspend(() => make),
  )
}

const noCounts = (): DraftAnswerCounters => ({
  begun: 0,
  taken: 0,
  wasted: 0,
  refused: 0,
  tokens: 0,
})

const off = DraftAnswers.of({
  isOn: false,
  draft: () => undefined,
  sent: () => undefined,
  closed: () => undefined,
  counters: noCounts,
})

/** Whose pauses are remembered. */
const mostOwners = 10_000
/** Begun and not taken yet. */
const mostAtOnce = 200
const mostPauses = 10
/** Beside the 300 ms for which a text rests before clients tell it. */
const [leastMs, longestMs] = [150, 1_500]
/** What was found for an older draft may have changed, and who rests so long is away. */
const longestHeldMs = 60_000
const resetEveryMs = 50
const hourMs = 3_600_000

const mark = /[?？!！。.]\s*$/u

/** Whoever types a closing mark has asked all of it. */
export const isEnded = (text: string): boolean => mark.test(text)

/** Numbers of orders and cards, and addresses, are told to nobody before they are sent. */
const isPrivate = (text: string): boolean =>
  redactText(text) !== text || maskOrders(text) !== text.normalize("NFKC")

interface Typing {
  /** When its text was told. */
  at: number
  /** After texts for which an answer was begun, and then changed. */
  readonly pauses: Array<number>
  waiting: Fiber.Fiber<void> | undefined
  held: Held | undefined
}

interface Held {
  readonly words: string
  readonly answer: BegunAnswer
}

/** After which a text of this customer stands still. */
const stillAfterMs = ({ pauses }: Typing): number => {
  const [usual = leastMs] = pauses.toSorted((one, other) => one - other).slice(pauses.length / 2)
  return Math.min(longestMs, Math.max(leastMs, usual))
}

const make = Effect.gen(function* () {
  const choice = yield* oneWord("DRAFT_ANSWERS", ["off", "on"])
  const percent = yield* wholeNumber("DRAFT_ANSWERS_WASTED_PERCENT", {
    min: 0,
    max: 100,
    byDefault: 15,
  })
  const mostTokens = yield* wholeNumber("DRAFT_ANSWERS_TOKENS", {
    min: 0,
    max: 1_000_000_000,
    byDefault: 2_000_000,
  })
  if (choice === "off") return off
  const scope = yield* Effect.scope
  const runFork = Effect.runForkWith(yield* Effect.context())
  const now = monotonicMs(yield* Clock.Clock)
  const share = new CostlyShare(percent / 100, now)
  const typings = new LRUCache<string, Typing>({
    max: mostOwners,
    dispose: (typing) => forget(typing),
  })
  const counters = noCounts()
  let underWay = 0
  let hour = { begins: now(), tokens: 0 }
  let resetAt = -resetEveryMs

  const resetLater = (answer: BegunAnswer) => {
    resetAt = Math.max(now(), resetAt + resetEveryMs)
    const waitMs = resetAt - now()
    if (waitMs <= 0) answer.reset()
    else runFork(Effect.delay(Effect.sync(answer.reset), waitMs))
  }

  const mayBegin = (tokens: number): boolean => {
    if (now() - hour.begins >= hourMs) hour = { begins: now(), tokens: 0 }
    if (hour.tokens + tokens <= mostTokens && underWay < mostAtOnce && share.allows) {
      hour.tokens += tokens
      counters.tokens += tokens
      return true
    }
    counters.refused += 1
    return false
  }

  const waste = (typing: Typing) => {
    const { held } = typing
    typing.held = undefined
    if (held !== undefined) held.answer.reset()
  }

  const forget = (typing: Typing) => {
    typing.waiting?.interruptUnsafe()
    waste(typing)
  }

  /** Counted, whoever ends it; ended once. */
  const counted = (answer: BegunAnswer): BegunAnswer => {
    let isOver = false
    const settle = (isTaken: boolean) => {
      isOver = true
      underWay -= 1
      counters[isTaken ? "taken" : "wasted"] += 1
      share.count(!isTaken)
    }
    return {
      ...answer,
      take: (onText, firstEventMs) =>
        Effect.suspend(() => {
          if (!isOver) settle(true)
          return answer.take(onText, firstEventMs)
        }),
      reset: () => {
        if (isOver) return
        settle(false)
        resetLater(answer)
      },
    }
  }

  const begin = Effect.fnUntraced(function* (
    typing: Typing,
    words: string,
    prepare: Effect.Effect<DraftedCall | undefined>,
  ) {
    const call = yield* prepare
    // What is no whole question yet may become the same one.
    if (call === undefined || call.key === typing.held?.answer.key) return
    waste(typing)
    if (!mayBegin(call.tokens)) return
    yield* Effect.uninterruptible(
      Effect.map(beginAnswer(call, scope), (answer) => {
        counters.begun += 1
        underWay += 1
        typing.held = { words, answer: counted(answer) }
      }),
    )
  })

  const typingOf = (owner: string): Typing => {
    const known = typings.get(owner)
    if (known !== undefined) return known
    const typing = { at: 0, pauses: [], waiting: undefined, held: undefined }
    typings.set(owner, typing)
    return typing
  }

  return DraftAnswers.of({
    isOn: true,
    draft: (owner, text, prepare) => {
      const typing = typingOf(owner)
      const words = normalizeQuestion(text)
      if (typing.held !== undefined && typing.held.words !== words) {
        typing.pauses.push(now() - typing.at)
        if (typing.pauses.length > mostPauses) typing.pauses.shift()
      }
      typing.at = now()
      if (typing.held?.words === words) return
      typing.waiting?.interruptUnsafe()
      if (typing.held !== undefined && !words.startsWith(typing.held.words)) waste(typing)
      if (isPrivate(text)) return
      typing.waiting = begin(typing, words, prepare).pipe(
        Effect.delay(stillAfterMs(typing)),
        Effect.andThen(Effect.sleep(longestHeldMs)),
        Effect.andThen(Effect.sync(() => waste(typing))),
        Effect.ignoreCause({ log: "Error" }),
        runFork,
      )
    },
    sent: (owner) => {
      const typing = typings.get(owner)
      if (typing === undefined) return undefined
      const { held } = typing
      typing.waiting?.interruptUnsafe()
      typing.held = undefined
      return held?.answer
    },
    closed: (owner) => {
      typings.delete(owner)
    },
    counters: () => counters,
  })
})

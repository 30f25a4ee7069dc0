/**
 * A cache and its audit under replayed traffic: of the wordings that are read as one form one after the other is asked.
 * What is held under the reading is served, and audited as the store does; else the answer to what was meant is kept. An
 * entry is written anew once in thirty times. A thousand answers are served in an hour.
 */
import {
  type Comparison,
  type Held,
  makeAudit,
  makeKillSwitch,
  settle,
} from "@manga-assist/answer-audit"
import { RedisConnection } from "@manga-assist/connections/redis"
import { ConfigProvider, Effect, Random } from "effect"
import { TestClock } from "effect/testing"
import { answerTo } from "./labelledAnswers.ts"
import type { MisreadBy } from "./misreadings.ts"
import { numbersFrom, pick } from "./random.ts"
import type { Text } from "./replayedTraffic.ts"

export type Compare = (asked: string, held: Held, fresh: string) => Comparison

interface Served {
  readonly form: string
  readonly asked: Text
  readonly entry: Text & { readonly answer: string }
}

export const makeReplay = Effect.fnUntraced(function* (compare: Compare, seed: string) {
  const random = numbersFrom(seed)
  const killSwitch = yield* makeKillSwitch({})
  const compared = ({ meaning, text }: Text, { answer, text: question }: Served["entry"]) =>
    Effect.sync(() => compare(text, { question, answer }, answerTo(meaning, random)))
  const audit = yield* makeAudit<Served, never>({
    share: 0.02,
    mostPerHour: 600,
    killSwitch,
    groupOf: ({ form }) => form,
    check: ({ asked, entry }) =>
      settle({ asked: compared(asked, entry), own: compared(entry, entry) }),
  })
  const entries = new Map<string, Served["entry"]>()

  return {
    counters: audit.counters,
    /** After how many served answers the form is off; `undefined`: it is still on after `most`. */
    serve: Effect.fnUntraced(function* (
      form: string,
      texts: ReadonlyArray<Text>,
      read: MisreadBy,
      most: number,
    ) {
      let served = 0
      for (let asked = 0; served < most && asked < 20 * most; asked += 1) {
        const text = pick(texts, random)
        const found = read(text.text)
        const key = `${found?.locale} ${found?.form}`
        const entry = entries.get(key)
        if (entry === undefined || random() < 1 / 30) {
          entries.set(key, { ...text, answer: answerTo(text.meaning, random) })
          continue
        }
        if (entry.text === text.text) continue
        served += 1
        if (served % 1_000 === 0) yield* TestClock.adjust("1 hour")
        const { sampled } = audit.counters()
        audit.observe({ form, asked: text, entry })
        if (audit.counters().sampled > sampled) yield* audit.idle
        if (killSwitch.offReason(form) !== undefined) return served
      }
      return undefined
    }),
  }
})

/** Each in a world of its own. */
export const inReplay = <A, E>(
  compare: Compare,
  seed: string,
  use: (replay: Effect.Success<ReturnType<typeof makeReplay>>) => Effect.Effect<A, E>,
) =>
  Effect.flatMap(makeReplay(compare, seed), use).pipe(
    Effect.scoped,
    Random.withSeed(seed),
    Effect.provide(RedisConnection.layerOptional),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
  )

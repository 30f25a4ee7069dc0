/**
 * Whether a call of a model may have another beside it that is silent for longer than 19 of 20 (`Hedged.ts`), and what
 * became of those. Off unless `HEDGED_FIRST_TOKEN` is `on`.
 *
 * At most a share of the calls has one: where all are slow, second calls would make them slower.
 */
import { monotonicMs } from "@manga-assist/connections"
import { oneWord, wholeNumber } from "@manga-assist/process"
import { Clock, type Config, Context, Effect, Layer } from "effect"
import { CostlyShare } from "../model/CostlyShare.ts"

export interface HedgeCounters {
  /** Calls that were asked beside a silent one: won + lost + running. */
  started: number
  /** Of these, heard first. */
  won: number
  /** Of these, all others: the first spoke, nobody did, or the turn was over. */
  lost: number
  /** Not asked: too many were. */
  refused: number
}

interface Shape {
  readonly isOn: boolean
  /** A call came to its first word, or to its end, alone. */
  readonly alone: () => void
  /** One more is to be asked beside. `undefined`: too many were; else to be told whether it was heard first, once. */
  readonly begin: () => ((isWon: boolean) => void) | undefined
  readonly counters: () => Readonly<HedgeCounters>
}

const noCounts = (): HedgeCounters => ({ started: 0, won: 0, lost: 0, refused: 0 })

const off: Shape = {
  isOn: false,
  alone: () => undefined,
  begin: () => undefined,
  counters: noCounts,
}

/** A reference: without the layer no call has another beside it. */
export class HedgedCalls extends Context.Reference<Shape>("@manga-assist/assistant/HedgedCalls", {
  defaultValue: () => off,
}) {
  /**
   * `HEDGED_FIRST_TOKEN`: `off` (unless set) or `on`. `HEDGED_FIRST_TOKEN_PERCENT`: of the calls that might have one, at
   * most this share has another beside it, 0 to 100, 5 unless set; a few always may.
   */
  static readonly layer: Layer.Layer<never, Config.ConfigError> = Layer.effect(
    HedgedCalls,
    Effect.suspend(() => make),
  )
}

const make = Effect.gen(function* () {
  const choice = yield* oneWord("HEDGED_FIRST_TOKEN", ["off", "on"])
  const percent = yield* wholeNumber("HEDGED_FIRST_TOKEN_PERCENT", {
    min: 0,
    max: 100,
    byDefault: 5,
  })
  if (choice === "off") return off
  const share = new CostlyShare(percent / 100, monotonicMs(yield* Clock.Clock))
  const counters = noCounts()
  return {
    isOn: true,
    alone: () => share.count(false),
    begin: () => {
      if (!share.allows) {
        counters.refused += 1
        return undefined
      }
      share.count(true)
      counters.started += 1
      return (isWon: boolean) => {
        counters[isWon ? "won" : "lost"] += 1
      }
    },
    counters: () => counters,
  }
})

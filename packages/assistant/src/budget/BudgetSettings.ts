/** Settings of the budget. What is not set is not limited, and counted all the same. */
import { wholeNumber, wrongValue } from "@manga-assist/process"
import { Config, Effect } from "effect"
import type { CustomerCaps } from "./CustomerSums.ts"
import type { PotSettings } from "./Pot.ts"

const hourMs = 3_600_000
const minuteMs = 60_000
const mostTokens = 1_000_000_000_000
const moneyRule = /^\d{1,6}(?:\.\d{1,4})?$/
/** Of a dollar. */
const millionths = 1_000_000
/** An hour's tokens that are expected, as a share of the budget, unless they are set. */
const expectedShare = 0.1

const tokens = (name: string) =>
  Effect.map(wholeNumber(name, { min: 0, max: mostTokens, byDefault: 0 }), given)

const given = (value: number) => (value === 0 ? undefined : value)

/** In millionths of a dollar. */
const dollars = Effect.fnUntraced(function* (name: string) {
  const text = yield* Config.String(name).pipe(Config.withDefault(""))
  if (text === "") return undefined
  if (moneyRule.test(text)) return given(Math.round(Number(text) * millionths))
  const rule = "must be dollars from 0 to 999999 with four decimals at most"
  return yield* Effect.fail(wrongValue(name, rule, text))
})

export interface BudgetSettings {
  readonly pots: ReadonlyArray<PotSettings>
  readonly customer: CustomerCaps
  /** Tokens an hour; undefined: nobody said what is usual. */
  readonly expected: number | undefined
}

const pot = (
  name: PotSettings["name"],
  unit: PotSettings["unit"],
  windowMs: number,
  limit: number | undefined,
): ReadonlyArray<PotSettings> => (limit === undefined ? [] : [{ name, unit, windowMs, limit }])

export const budgetSettings: Effect.Effect<BudgetSettings, Config.ConfigError> = Effect.gen(
  function* () {
    const hour = yield* tokens("MODEL_TOKENS_PER_HOUR")
    const money = yield* dollars("MODEL_DOLLARS_PER_HOUR")
    const expected = yield* tokens("MODEL_TOKENS_EXPECTED_PER_HOUR")
    const complex = yield* tokens("BEDROCK_QUOTA_COMPLEX")
    const simple = yield* tokens("BEDROCK_QUOTA_SIMPLE")
    return {
      pots: [
        ...pot("tokens", "tokens", hourMs, hour),
        ...pot("dollars", "money", hourMs, money),
        ...pot("quota-complex", "quota", minuteMs, complex),
        ...pot("quota-simple", "quota", minuteMs, simple),
      ],
      customer: {
        tokens: yield* tokens("CUSTOMER_TOKENS_PER_HOUR"),
        money: yield* dollars("CUSTOMER_DOLLARS_PER_HOUR"),
      },
      expected: expected ?? (hour === undefined ? undefined : Math.ceil(hour * expectedShare)),
    }
  },
)

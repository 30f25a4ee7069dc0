/** The models' budget as metrics, and on the operators' page under `modelBudget`. */
import { type BudgetState, ModelBudget } from "@manga-assist/assistant"
import { Effect, Layer } from "effect"
import { MetricsRegistry, telling } from "./MetricsRegistry.ts"

/** Money is counted in millionths of a dollar. */
const perDollar = 1_000_000

/** Every family with what it means. */
const helps = {
  manga_assist_model_budget_limit:
    "What all instances may spend in a window: tokens and dollars an hour, a model's quota in tokens a minute.",
  manga_assist_model_budget_counted:
    "Of that, what counts as spent in this window by all instances, as heard last: spent, reserved, taken ahead.",
  manga_assist_model_budget_shared:
    "1 while the counts of all instances can be asked; at 0 this one spends its share of what was left, and counts customers alone.",
  manga_assist_model_budget_expected_tokens: "Tokens an hour that are expected of all instances.",
  manga_assist_model_budget_tokens_total:
    "Tokens that calls of this process cost, by whom they were for; of a call that nothing was told of, all it reserved.",
  manga_assist_model_budget_dollars_total: "The same in dollars, by the price list.",
  manga_assist_model_budget_refused_total:
    "Calls that were not made because a budget had nothing left for them, by whom they were for.",
}

type Pot = BudgetState["pots"][number]

const inUnit = ({ unit }: Pick<Pot, "unit">, amount: number): number =>
  unit === "money" ? amount / perDollar : amount

/** Each budget with its limit and what counts as spent of it, in tokens or dollars. */
const described = ({ expected, isAway, pots, spent }: BudgetState) => ({
  budgets: pots.map((pot) => ({
    name: pot.name,
    windowMs: pot.windowMs,
    limit: inUnit(pot, pot.limit),
    counted: inUnit(pot, pot.counted),
    usedHere: inUnit(pot, pot.used),
    instances: pot.instances,
  })),
  isShared: !isAway,
  ...(expected === undefined ? {} : { expectedTokensPerHour: expected }),
  spentHere: Object.fromEntries(
    Object.entries(spent).map(([name, { money, refused, tokens }]) => [
      name,
      { tokens, dollars: money / perDollar, refused },
    ]),
  ),
})

export const layerBudgetMetrics: Layer.Layer<never, never, MetricsRegistry> = Layer.effectDiscard(
  Effect.gen(function* () {
    const registry = yield* MetricsRegistry
    const { state } = yield* ModelBudget
    registry.describe("modelBudget", () => described(state()))
    const ofPots = (value: (pot: Pot) => number) => () =>
      state().pots.map((pot) => ({ labels: { budget: pot.name }, value: inUnit(pot, value(pot)) }))
    const ofClasses = (value: (counters: BudgetState["spent"]["customer"]) => number) => () =>
      Object.entries(state().spent).map(([name, counters]) => ({
        labels: { for: name },
        value: value(counters),
      }))
    const tell = telling(registry, helps)
    tell(
      "manga_assist_model_budget_limit",
      ofPots(({ limit }) => limit),
    )
    tell(
      "manga_assist_model_budget_counted",
      ofPots(({ counted }) => counted),
    )
    tell("manga_assist_model_budget_shared", () => [{ value: state().isAway ? 0 : 1 }])
    tell("manga_assist_model_budget_expected_tokens", () => {
      const { expected } = state()
      return expected === undefined ? [] : [{ value: expected }]
    })
    tell(
      "manga_assist_model_budget_tokens_total",
      ofClasses(({ tokens }) => tokens),
    )
    tell(
      "manga_assist_model_budget_dollars_total",
      ofClasses(({ money }) => money / perDollar),
    )
    tell(
      "manga_assist_model_budget_refused_total",
      ofClasses(({ refused }) => refused),
    )
  }),
)

/** The models' budget as metrics, and on the operators' page under `modelBudget`. */
import { type BudgetState, ModelBudget } from "@manga-assist/assistant"
import { Effect, Layer } from "effect"
import { MetricsRegistry } from "./MetricsRegistry.ts"

/** Money is counted in millionths of a dollar. */
const perDollar = 1_000_000

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
    registry.register({
      name: "manga_assist_model_budget_limit",
      help: "What all instances may spend in a window: tokens and dollars an hour, a model's quota in tokens a minute.",
      type: "gauge",
      read: ofPots(({ limit }) => limit),
    })
    registry.register({
      name: "manga_assist_model_budget_counted",
      help: "Of that, what counts as spent in this window by all instances, as heard last: spent, reserved, taken ahead.",
      type: "gauge",
      read: ofPots(({ counted }) => counted),
    })
    registry.register({
      name: "manga_assist_model_budget_shared",
      help: "1 while the counts of all instances can be asked; at 0 this one spends its share of what was left, and counts customers alone.",
      type: "gauge",
      read: () => [{ labels: {}, value: state().isAway ? 0 : 1 }],
    })
    registry.register({
      name: "manga_assist_model_budget_expected_tokens",
      help: "Tokens an hour that are expected of all instances.",
      type: "gauge",
      read: () => {
        const { expected } = state()
        return expected === undefined ? [] : [{ labels: {}, value: expected }]
      },
    })
    registry.register({
      name: "manga_assist_model_budget_tokens_total",
      help: "Tokens that calls of this process cost, by whom they were for; of a call that nothing was told of, all it reserved.",
      type: "counter",
      read: ofClasses(({ tokens }) => tokens),
    })
    registry.register({
      name: "manga_assist_model_budget_dollars_total",
      help: "The same in dollars, by the price list.",
      type: "counter",
      read: ofClasses(({ money }) => money / perDollar),
    })
    registry.register({
      name: "manga_assist_model_budget_refused_total",
      help: "Calls that were not made because a budget had nothing left for them, by whom they were for.",
      type: "counter",
      read: ofClasses(({ refused }) => refused),
    })
  }),
)

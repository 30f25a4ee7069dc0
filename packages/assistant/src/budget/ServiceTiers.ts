/**
 * The tier of Bedrock's by which a model is asked: `priority` where a turn has little time left, `flex` where nobody waits
 * (the worker, renewals, audits), else the standard one. Off unless `SERVICE_TIERS` is `on`.
 *
 * Not every model has them, and AWS lists which:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html
 * One that refuses a tier is not asked by it for an hour.
 */
import { type ConverseRequest, monotonicMs } from "@manga-assist/connections"
import { oneWord, wholeNumber } from "@manga-assist/process"
import { Clock, type Config, Context, Effect, Layer } from "effect"
import type { Spender, SpenderClass } from "./Spender.ts"

export type ServiceTier = "priority" | "flex"

export interface ServiceTierCounters {
  /** Calls that were asked by this tier. */
  priority: number
  flex: number
  /** Of these, refused for the tier, and made without. */
  refused: number
}

interface Shape {
  readonly isOn: boolean
  /** `undefined`: the standard tier. */
  readonly tierOf: (request: ConverseRequest, spender: Spender) => ServiceTier | undefined
  readonly asked: (tier: ServiceTier) => void
  readonly refused: (modelId: string, tier: ServiceTier) => void
  /** Of the standard price, by the name of a tier as Bedrock has it. */
  readonly priceShare: (tier: string | undefined) => number
  readonly counters: () => Readonly<ServiceTierCounters>
}

/** For whom nobody waits. */
const unhurried: ReadonlySet<SpenderClass> = new Set<SpenderClass>(["worker", "audit"])
const againAfterMs = 3_600_000

const noCounts = (): ServiceTierCounters => ({ priority: 0, flex: 0, refused: 0 })

const off: Shape = {
  isOn: false,
  tierOf: () => undefined,
  asked: () => undefined,
  refused: () => undefined,
  priceShare: () => 1,
  counters: noCounts,
}

/** A reference: without the layer every call is by the standard tier. */
export class ServiceTiers extends Context.Reference<Shape>("@manga-assist/assistant/ServiceTiers", {
  defaultValue: () => off,
}) {
  /**
   * `SERVICE_TIERS`: `off` (unless set) or `on`. `SERVICE_TIER_PRIORITY_PERCENT` and `SERVICE_TIER_FLEX_PERCENT`: what a
   * token costs there, of its standard price. 175 and 50 unless set, which is assumed: AWS names a premium and a discount,
   * and figures by model on its price page alone.
   */
  static readonly layer: Layer.Layer<never, Config.ConfigError> = Layer.effect(
    ServiceTiers,
    Effect.suspend(() => make),
  )
}

const make = Effect.gen(function* () {
  const choice = yield* oneWord("SERVICE_TIERS", ["off", "on"])
  const priority = yield* wholeNumber("SERVICE_TIER_PRIORITY_PERCENT", {
    min: 100,
    max: 1_000,
    byDefault: 175,
  })
  const flex = yield* wholeNumber("SERVICE_TIER_FLEX_PERCENT", { min: 1, max: 100, byDefault: 50 })
  if (choice === "off") return off
  const now = monotonicMs(yield* Clock.Clock)
  const shares: ReadonlyMap<string | undefined, number> = new Map([
    ["priority", priority / 100],
    ["flex", flex / 100],
  ])
  /** Of each model and tier that was refused, when it may be asked again. */
  const again = new Map<string, number>()
  const counters = noCounts()
  return {
    isOn: true,
    tierOf: ({ fields, modelId }: ConverseRequest, { class: who }: Spender) => {
      const wanted = fields?.serviceTier?.type
      const tier = unhurried.has(who) ? "flex" : wanted === "priority" ? wanted : undefined
      return tier === undefined || now() < (again.get(`${tier} ${modelId}`) ?? 0) ? undefined : tier
    },
    asked: (tier: ServiceTier) => {
      counters[tier] += 1
    },
    refused: (modelId: string, tier: ServiceTier) => {
      counters.refused += 1
      again.set(`${tier} ${modelId}`, now() + againAfterMs)
    },
    priceShare: (tier: string | undefined) => shares.get(tier) ?? 1,
    counters: () => counters,
  }
})

/** By the tier, or by the standard one. */
export const askedBy = (
  request: ConverseRequest,
  tier: ServiceTier | undefined,
): ConverseRequest => {
  const { serviceTier, ...fields } = request.fields ?? {}
  if (tier === undefined && serviceTier === undefined) return request
  return {
    ...request,
    fields: tier === undefined ? fields : { ...fields, serviceTier: { type: tier } },
  }
}

/**
 * The tier of service that a chat asks for, and how fast it is then. Every model has the tiers here; at AWS some have:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html
 */
import { invalid } from "../../wire/AwsError.ts"
import { optionalObject, requiredString } from "../../wire/Json.ts"

/**
 * Of the latency model's times, where it is asked for. Tokens of `priority` come up to 25 % faster
 * (https://aws.amazon.com/bedrock/service-tiers), and here the first as well; that `flex` takes twice as long is assumed.
 */
const paces = { priority: 0.75, default: 1, flex: 2 } as const

export type ServiceTier = keyof typeof paces

export const paceOf = (tier: ServiceTier = "default"): number => paces[tier]

const isTier = (type: string): type is ServiceTier => Object.hasOwn(paces, type)

/** @throws AwsError for one that there is not; nothing is reserved here. */
export const readServiceTier = (value: unknown): ServiceTier | undefined => {
  const tier = optionalObject(value, "serviceTier")
  if (tier === undefined) return undefined
  const type = requiredString(tier["type"], "serviceTier.type")
  if (isTier(type)) return type
  throw invalid(type === "reserved" ? "Reservation not found." : "service tier provided is invalid")
}

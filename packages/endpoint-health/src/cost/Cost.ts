/**
 * Compares the monthly cost of the same traffic through NAT gateways and through VPC endpoints. Pure.
 *
 * A NAT gateway needed for other traffic counts on both sides. Interface endpoints are paid by the hour in each
 * availability zone and by the gigabyte; gateway endpoints are free. Data transfer to the internet and between zones
 * is equal on both sides, or unknown, and left out.
 */
import { anyText, either, flag, is, listOf, needed, number, object } from "@manga-assist/options"
import { check } from "../CheckOptions.ts"
import type { PriceList } from "../PriceList.ts"

/** AWS's own month: 365 × 24 / 12 hours. */
export const hoursPerMonth = 730

export interface Traffic {
  /** Gigabytes a month that interface endpoints would carry, both directions. */
  readonly interfaceGb: number
  /** Gigabytes a month that gateway endpoints (DynamoDB, S3) would carry. */
  readonly gatewayGb: number
  readonly zones: number
  readonly interfaceEndpoints: number
  readonly gatewayEndpoints: number
  /** NAT gateways now; one for each zone, unless zones share one. */
  readonly natGateways: number
  /** They stay although endpoints exist, because other traffic needs them. */
  readonly keepNat: boolean
}

export interface MonthlyCost {
  readonly hours: number
  readonly data: number
  readonly total: number
}

export interface CostComparison {
  readonly currency: string
  readonly region: string
  readonly asOf: string
  readonly nat: MonthlyCost
  /** Interface endpoints alone; gateway endpoints cost nothing. */
  readonly endpoints: MonthlyCost
  /** NAT gateways that stay, hours only. */
  readonly keptNat: number
  /** NAT less endpoints less what stays; negative when endpoints cost more. */
  readonly saving: number
  /**
   * Gigabytes a month through interface endpoints from which they are cheaper; 0: always; undefined:
   * never within the first price tier.
   */
  readonly breakEvenGb: number | undefined
}

const amount = needed(number({ least: 0 }))
const trafficRule = object<Traffic>({
  interfaceGb: amount,
  gatewayGb: amount,
  zones: amount,
  interfaceEndpoints: amount,
  gatewayEndpoints: amount,
  natGateways: amount,
  keepNat: needed(flag),
})
const noEnd = is("null", (value) => value === null)
const tiers = listOf(
  object<Tiers[number]>({
    upToGb: needed(either("a number of 0 or more, or null", amount, noEnd)),
    price: amount,
  }),
)
const someTiers = is(
  "a list of one price or more",
  (value) => Array.isArray(value) && value.length > 0,
)
const pricesRule = object<PriceList>({
  region: needed(anyText),
  currency: needed(anyText),
  asOf: needed(anyText),
  source: needed(anyText),
  natGateway: needed(object<PriceList["natGateway"]>({ perHour: amount, perGb: amount })),
  interfaceEndpoint: needed(
    object<PriceList["interfaceEndpoint"]>({
      perHour: amount,
      perGb: needed((value) => someTiers(value) ?? tiers(value)),
    }),
  ),
})

type Tiers = PriceList["interfaceEndpoint"]["perGb"]

const tiered = (gb: number, tiers: Tiers): number => {
  let cost = 0
  let from = 0
  for (const { upToGb, price } of tiers) {
    const to = Math.min(gb, upToGb ?? gb)
    if (to > from) {
      cost += (to - from) * price
      from = to
    }
  }
  return cost
}

const breakEven = (prices: PriceList, fixed: number): number | undefined => {
  if (fixed <= 0) return 0
  const [first] = prices.interfaceEndpoint.perGb
  const gain = prices.natGateway.perGb - first.price
  if (gain <= 0) return undefined
  const gb = fixed / gain
  return first.upToGb !== null && gb > first.upToGb ? undefined : gb
}

/** @throws OptionError */
export const compareCost = (traffic: Traffic, prices: PriceList): CostComparison => {
  check("compareCost", trafficRule, traffic, "traffic")
  check("compareCost", pricesRule, prices, "prices")
  const { natGateway, interfaceEndpoint } = prices
  const natHours = traffic.natGateways * natGateway.perHour * hoursPerMonth
  const natData = (traffic.interfaceGb + traffic.gatewayGb) * natGateway.perGb
  const hours =
    traffic.interfaceEndpoints * traffic.zones * interfaceEndpoint.perHour * hoursPerMonth
  const data = tiered(traffic.interfaceGb, interfaceEndpoint.perGb)
  const keptNat = traffic.keepNat ? natHours : 0
  const freed = natHours - keptNat + traffic.gatewayGb * natGateway.perGb
  return {
    currency: prices.currency,
    region: prices.region,
    asOf: prices.asOf,
    nat: { hours: natHours, data: natData, total: natHours + natData },
    endpoints: { hours, data, total: hours + data },
    keptNat,
    saving: natHours + natData - (hours + data) - keptNat,
    breakEvenGb: breakEven(prices, hours - freed),
  }
}

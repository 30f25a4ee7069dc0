/** Goods, wrapping, shipping and total, by the store's rules. Pure; JPY. */
import { type Destination, shippingCost, shippingRules } from "../../products/ShippingRules.ts"

export interface Goods {
  /** Sent in one parcel. */
  readonly printed: number
  /** Read in the reader. */
  readonly digital: number
}

export interface Sending {
  /** `undefined`: somewhere that nobody here has heard of. */
  readonly destination: Destination | undefined
  /** As the answer names it. */
  readonly shipTo: string
  readonly giftWrap: boolean
}

/** Where the place is unknown, both ways are told. */
export const billOf = ({ digital, printed }: Goods, { destination, giftWrap, shipTo }: Sending) => {
  const goods = printed + digital
  const wrapping = giftWrap && printed > 0 ? shippingRules.wrapping : 0
  const costTo = (place: Destination) => {
    const shipping = shippingCost(printed, place)
    return { shipping, total: goods + wrapping + shipping }
  }
  return {
    goods,
    ...(giftWrap ? { wrapping } : {}),
    shipTo,
    ...(destination === undefined
      ? { domestic: costTo("domestic"), abroad: costTo("abroad") }
      : costTo(destination)),
  }
}

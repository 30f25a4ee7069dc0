/** What `price_of` takes, as the model and other clients are shown it. */
import { Schema } from "effect"

const name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))

const PriceLine = Schema.Struct({
  series: name,
  volumes: Schema.optionalKey(
    Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)).annotate({
      description: '"1-5, 8", "latest" or "all" (default); numbers of boxes for box-set',
    }),
  ),
  format: Schema.optionalKey(Schema.Literals(["paperback", "digital", "box-set", "bundle"])),
  copies: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 99 }))),
  only_in_stock: Schema.optionalKey(Schema.Boolean),
})
export type PriceLine = typeof PriceLine.Type

export const PriceInput = Schema.Struct({
  lines: Schema.Array(PriceLine).check(Schema.isMinLength(1), Schema.isMaxLength(10)),
  ship_to: Schema.optionalKey(
    Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100)).annotate({
      description: "Prefecture, city or country",
    }),
  ),
  gift_wrap: Schema.optionalKey(Schema.Boolean),
})
export type PriceInput = typeof PriceInput.Type

/** The figures that are reckoned with are those that customers are told. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { isShipped, shippingCost, shippingRules } from "../src/products/ShippingRules.ts"
import { storeRules, wholeTopic } from "../src/products/StoreRules.ts"

const amountsIn = (text: string): ReadonlyArray<number> =>
  Array.from(text.matchAll(/¥([\d,]+)|([\d,]+)円/gu), ([, yen, figure]) =>
    Number((yen ?? figure ?? "").replaceAll(",", "")),
  )

const { abroad, domestic, wrapping } = shippingRules

it.each(["en", "ja"] as const)("the policies state exactly these amounts: %s", (locale) => {
  expect(amountsIn(wholeTopic(storeRules, "shipping", locale) ?? "")).toEqual([
    domestic.cost,
    domestic.freeFrom,
    abroad.cost,
  ])
  expect(amountsIn(wholeTopic(storeRules, "gift", locale) ?? "")).toEqual([wrapping])
})

it("no other policy states an amount that nothing reckons with", () => {
  const others = Object.entries(storeRules).filter(
    ([topic]) => topic !== "shipping" && topic !== "gift",
  )
  for (const [topic, sentences] of others) {
    expect([topic, sentences.flatMap(({ en, ja }) => amountsIn(en + ja))]).toEqual([topic, []])
  }
})

it("shipping costs one of three amounts, and nothing where nothing is sent", () => {
  expect(shippingCost(2_999, "domestic")).toBe(350)
  expect(shippingCost(3_000, "domestic")).toBe(0)
  expect(shippingCost(100_000, "abroad")).toBe(1_800)
  expect([shippingCost(0, "domestic"), shippingCost(0, "abroad")]).toEqual([0, 0])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e7 }), (goods) => {
      expect([0, domestic.cost]).toContain(shippingCost(goods, "domestic"))
      expect(shippingCost(goods, "abroad")).toBe(abroad.cost)
    }),
  )
  expect(isShipped("digital")).toBe(false)
})

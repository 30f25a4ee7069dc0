import { describe, expect, it } from "vitest"
import { availabilityOf, canBeHad } from "../src/products/Availability.ts"

const today = "2026-11-30"
const paper = { kind: "volume", format: "paperback", releaseDate: "2026-11-30", stock: 5 } as const
const digital = { ...paper, format: "digital" } as const

describe("the availability of a product", () => {
  it.each([
    ["enough copies", paper, "in-stock"],
    ["the last four", { ...paper, stock: 4 }, "few-left"],
    ["the last one", { ...paper, stock: 1 }, "few-left"],
    ["none left", { ...paper, stock: 0 }, "sold-out"],
    ["more sold than there were", { ...paper, stock: -1 }, "sold-out"],
    ["out tomorrow", { ...paper, stock: 0, releaseDate: "2026-12-01" }, "pre-order"],
    [
      "copies came before their day",
      { ...paper, stock: 80, releaseDate: "2027-01-01" },
      "pre-order",
    ],
    ["digital", { ...digital, stock: 9_999 }, "read-at-once"],
    ["digital, counted as none on the day before", { ...digital, stock: 0 }, "read-at-once"],
    ["digital, not out", { ...digital, stock: 0, releaseDate: "2026-12-01" }, "pre-order"],
    ["a bundle", { ...digital, kind: "series", stock: 9_999 }, "read-at-once"],
    ["a box set", { ...paper, kind: "box-set", format: "box-set", stock: 2 }, "few-left"],
  ] as const)("%s", (_, product, availability) => {
    expect(availabilityOf(product, today)).toBe(availability)
  })

  it("changes with the day alone", () => {
    const coming = { ...paper, releaseDate: "2026-12-01" }
    expect(availabilityOf(coming, "2026-11-30")).toBe("pre-order")
    expect(availabilityOf(coming, "2026-12-01")).toBe("in-stock")
  })

  it("says what can be had today", () => {
    expect(
      (["in-stock", "few-left", "sold-out", "pre-order", "read-at-once"] as const).map(canBeHad),
    ).toEqual([true, true, false, false, true])
  })
})

import { assert, describe, expectTypeOf, it } from "vitest"
import { selectFields } from "../src/index.ts"

interface Row {
  readonly id: string
  readonly price: number
  readonly note?: string
}

describe("selectFields", () => {
  it("takes the named fields, in the order named, and nothing else", () => {
    const row: Row = { price: 1, id: "a", note: "n" }
    const picked = selectFields(row, ["id", "price"])
    assert.strictEqual(JSON.stringify(picked), '{"id":"a","price":1}')
    expectTypeOf(picked).toEqualTypeOf<Pick<Row, "id" | "price">>()
  })

  it("leaves out what is absent or undefined", () => {
    const row: Row = { id: "a", price: 1 }
    assert.deepStrictEqual(Object.keys(selectFields(row, ["note", "id"])), ["id"])
  })

  it("does not look into prototypes", () => {
    const row: { readonly id: string; readonly toString?: unknown } = { id: "a" }
    assert.deepStrictEqual(Object.keys(selectFields(row, ["toString", "id"])), ["id"])
  })
})

import { describe, expect, expectTypeOf, it } from "vitest"
import { type Grammar, makeQuestionReader, type OwnKind, type Token } from "../src/index.ts"

type Kind = "MODEL" | "PRICE" | "_"

const grammar: Grammar<Kind> = {
  words: "_: the\nPRICE: price",
  names: [{ kind: "MODEL", value: "roadrunner", spelling: "Road Runner" }],
  rewrites: "",
  shapes: "price: MODEL PRICE NUM?",
  slots: { MODEL: "set" },
  silent: ["_"],
  refused: {},
}
const text = "the Road Runner price, 28"

describe("the kinds of a grammar", () => {
  it("are those of the tokens, beside the reader's own", () => {
    const { tokens } = makeQuestionReader<Kind>(grammar).read(text)
    expectTypeOf(tokens).toEqualTypeOf<ReadonlyArray<Token<Kind | OwnKind>>>()
    expect(tokens.map(({ kind }) => kind)).toEqual(["MODEL", "PRICE", "NUM"])
  })

  it("are any text where their author keeps no union of them", () => {
    const { tokens } = makeQuestionReader({ ...grammar, silent: ["_", "COLOUR"] }).read(text)
    expectTypeOf(tokens).toEqualTypeOf<ReadonlyArray<Token>>()
  })

  it("are the only ones that the grammar may name", () => {
    // @ts-expect-error: nothing is of this kind
    const silent: Grammar<Kind>["silent"] = ["COLOUR"]
    // @ts-expect-error: nothing is of this kind
    const refused: Grammar<Kind>["refused"] = { COLOUR: "is no matter of the shop" }
    expect(makeQuestionReader({ ...grammar, refused, silent }).read("price").known).toBe(false)
  })
})

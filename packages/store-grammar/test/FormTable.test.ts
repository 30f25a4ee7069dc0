import { describe, expect, it } from "vitest"
import { mangaShop } from "@manga-assist/catalogue"
import { formRows } from "../src/forms/FormTable.ts"
import { formTable, storeGrammar } from "./demo.ts"

/** Names of the forms that a pattern can produce. */
const namesOfShapes = () =>
  new Set(
    storeGrammar.shapes
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("@"))
      .map((line) => line.slice(0, line.indexOf(":"))),
  )

describe("the form table", () => {
  it("has one row for each form that a pattern can produce, and no other", () => {
    expect([...formTable.keys()].toSorted()).toEqual([...namesOfShapes()].toSorted())
  })

  it("reads what is asked for, whatever the form's name begins with", () => {
    expect(formTable.get("releases-in")).toMatchObject({ intent: "new-releases", reads: "new" })
    expect(formTable.get("price-complete")).toMatchObject({ reads: "whole", difficulty: "simple" })
    expect(formTable.get("which-of")).toMatchObject({ reads: "series", difficulty: "complex" })
  })

  it.each([
    ["late | policy | nothing | |", "5 columns"],
    ["Late | policy | nothing | | a | b", "small letters"],
    ["late | polite | nothing | | a | b", '"polite" is no intent'],
    ["late | policy | all | | a | b", '"all" is nothing that is looked up'],
    ["late | policy | nothing | | a |", "no sentence in one of the languages"],
    ["late | policy | nothing | | How late[ in {PLACE}? | b", 'a "[" has no partner'],
    ["late | policy | nothing | | a | {PLACE]ですか？", 'a "{" has no partner'],
    ["late | policy | nothing | hard | a | b", '"hard" is no difficulty'],
  ])("names the row %s and what is wrong with it", (row, fault) => {
    expect(() => formRows(row)).toThrow(`"${row}" is no row of the form table`)
    expect(() => formRows(row)).toThrow(fault)
  })

  it("names slots, and what the sentences make of several slots, in its templates and nothing else", () => {
    const made = new Set(["one", "edition", "wish", "count", "year"])
    const formSource = mangaShop()
      .forms.map(({ text }) => text.replace(/^#.*$/gmu, ""))
      .join("\n")
    const named = [...formSource.matchAll(/\{([A-Za-z]+)|\[([A-Z]+)\?/gu)].map(
      ([, slot, condition]) => slot ?? condition ?? "",
    )
    expect(named.length).toBeGreaterThan(300)
    expect(named.filter((name) => !made.has(name) && !(name in storeGrammar.slots))).toEqual([])
  })

  it("does not take two rows for one form", () => {
    const row = "late | policy | nothing | | a | b"
    expect(() => formRows(`${row}\n${row}`)).toThrow("second row")
  })
})

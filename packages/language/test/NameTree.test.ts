/** Names by their spellings, however they come and go, and whenever a text is walked along. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { NameTree } from "../src/words/NameTree.ts"
import type { Sense } from "../src/words/WordTree.ts"

const sense = (value: string): Sense => ({
  kind: "SERIES",
  value,
  name: true,
  common: false,
  unbroken: false,
})

/** Few letters, so that many names begin alike. */
const spelling = fc.string({ unit: fc.constantFrom("a", "b", "カ"), minLength: 1, maxLength: 7 })

it("finds what was set last and not deleted, alone and within a text", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("set", "delete", "walk"), spelling), { maxLength: 200 }),
      spelling,
      (steps, text) => {
        const tree = new NameTree()
        const model = new Map<string, string>()
        for (const [at, [step, name]] of steps.entries()) {
          if (step === "set") {
            tree.set(name, sense(String(at)))
            model.set(name, String(at))
          } else if (step === "delete") {
            tree.delete(name)
            model.delete(name)
          } else tree.at(name, 0, () => undefined)
          expect(tree.find(name)?.value).toBe(model.get(name))
        }
        const found: Array<string> = []
        tree.at(text, 0, ({ value }, end) => found.push(`${value} ${end}`))
        const expected = Array.from(text, (_, at) => at + 1).flatMap((end) => {
          const value = model.get(text.slice(0, end))
          return value === undefined ? [] : [`${value} ${end}`]
        })
        expect(found).toEqual(expected)
      },
    ),
  )
})

/** The grammar of today, read with and without one of its rules. */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { expect, it } from "vitest"
import { unitsOf } from "../src/Units.ts"
import { makeVariants, sourceOf } from "../src/Variants.ts"

it("reads as the store does, and otherwise without a rule that a text needs", async () => {
  const file = "patterns/refusals.rules"
  const text = "manga without a romcom"
  const { whole, without } = await makeVariants()
  const read = (variant: typeof whole) => JSON.stringify(variant.read(text))
  expect(whole.read(text)).toEqual(makeStoreReader(demoCatalogue(), mangaShop()).read(text))
  const readings = new Set<string>()
  for (const unit of unitsOf(file, sourceOf(file))) readings.add(read(await without(unit)))
  expect(readings).toContain(read(whole))
  expect(readings.size).toBeGreaterThan(1)
})

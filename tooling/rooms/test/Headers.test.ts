import { expect, it } from "vitest"
import { drawOf, moduleOf } from "../src/Headers.ts"

it("takes the first comment and the exported names, and nothing else", () => {
  const text = `#!/usr/bin/env node
/**
 * Sells books.
 *
 * It never lends one.
 */
import { lend } from "./Lend.ts"
/** What a book costs. */
export const price = 1
export type { Book } from "./Book.ts"
export * from "./Shelf.ts"
export default lend
`
  expect(moduleOf("src/Shop.ts", text)).toEqual({
    path: "src/Shop.ts",
    header: "Sells books.\n\nIt never lends one.",
    exports: ["price", "Book", "* of ./Shelf.ts", "default"],
  })
  expect(moduleOf("src/Bare.ts", 'import "./Shop.ts"\n/** Late. */\nexport {}').header).toBe("")
})

const modules = Array.from({ length: 50 }, (_, at) => ({
  path: `src/Module${at}.ts`,
  header: "",
  exports: [],
}))
const paths = (draw: number) => drawOf(modules, draw).map(({ path }) => path)

it("draws each module once, the same ones again for the same number", () => {
  expect(paths(1)).toEqual(paths(1))
  const all = [1, 2, 3, 4].flatMap(paths)
  expect(all).toHaveLength(50)
  expect(new Set(all).size).toBe(50)
  expect(paths(1)).not.toEqual(modules.slice(0, 20).map(({ path }) => path))
})

it("changes a draw by one module when one is added", () => {
  const more = [...modules, { path: "src/Added.ts", header: "", exports: [] }]
  const before = paths(1)
  const kept = drawOf(more, 1).filter(({ path }) => before.includes(path))
  expect(kept.length).toBeGreaterThanOrEqual(19)
})

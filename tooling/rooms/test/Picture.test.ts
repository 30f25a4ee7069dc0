import { expect, it } from "vitest"
import { pictureOf, withPicture } from "../src/Picture.ts"
import { sourceOf } from "../src/Sources.ts"

const source = (file: string, ...imports: ReadonlyArray<string>) =>
  sourceOf(
    `packages/shop/src/${file}`,
    imports.map((each) => `import type {} from "${each}"\n`).join(""),
  )

const drawn = pictureOf(
  [
    source("shelves/Shelf.ts"),
    source("tills/Till.ts", "../shelves/Shelf.ts"),
    source("index.ts", "./tills/Till.ts", "./shelves/Shelf.ts"),
  ],
  { packages: { "packages/shop": ["shelves", "tills"] }, imports: {}, exceptions: [] },
)

it("draws each room, from the top down, without the arrow that others imply", () => {
  expect(drawn).toContain(
    [
      "flowchart TD",
      '  n0["src of packages/shop"]',
      '  n1["tills"]',
      '  n2["shelves"]',
      "  n0 --> n1",
      "  n1 --> n2",
      "```",
    ].join("\n"),
  )
})

it("stands between the marks of a page and leaves the rest", () => {
  const page = "before\n<!-- rooms: drawn by `pnpm rooms` -->\nold\n<!-- rooms end -->\nafter\n"
  const once = withPicture(page, "new")
  expect(once).toBe(
    "before\n<!-- rooms: drawn by `pnpm rooms` -->\n\nnew\n\n<!-- rooms end -->\nafter\n",
  )
  expect(withPicture(once, "new")).toBe(once)
  expect(() => withPicture("no marks", "new")).toThrow("the page needs the lines")
})

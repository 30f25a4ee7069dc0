/** Every test that the pages of security and threats name exists, under that name, in a file of that name. */
import { globSync, readFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { readRoot } from "./appSources.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))

const tests = globSync(["{apps,packages,tooling}/*/test/**/*.ts", "infra/test/**/*.ts"], {
  cwd: root,
}).map((file) => ({
  name: path.basename(file),
  text: () => readFileSync(path.join(root, file), "utf8"),
}))

/** Its last two columns are a file of tests and the name of one. */
const rowsOf = (page: string) =>
  readRoot(`docs/${page}`)
    .split("\n")
    .flatMap((line) => {
      const cells = line.split("|").map((cell) => cell.trim())
      const [file = "", name = ""] = cells.slice(-3)
      return /^`\w+(\.\w+)*\.ts`$/.test(file)
        ? [{ page, id: cells[1] ?? "", file: file.replaceAll("`", ""), name }]
        : []
    })

const rows = [...rowsOf("security.md"), ...rowsOf("threats.md")]

describe("the page of security", () => {
  it("has every defect", () => {
    const ids = new Set(rows.map(({ id }) => id))
    const all = ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B5"]
    expect([...ids]).toEqual(expect.arrayContaining([...all, "C1", "C2", "C3", "C4", "C5", "C6"]))
  })

  it.each(rows)("$page, $id: $file has “$name”", ({ file, name }) => {
    const found = tests.filter((test) => test.name === file)
    expect(found.length).toBeGreaterThan(0)
    const spelled = [`"${name}"`, `\`${name}\``]
    expect(found.some((test) => spelled.some((each) => test.text().includes(each)))).toBe(true)
  })
})

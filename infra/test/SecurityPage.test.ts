/** Every test that the page of security names exists, under that name, in a file of that name. */
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { readRoot } from "./appSources.ts"

const root = fileURLToPath(new URL("../../", import.meta.url))

const tests = ["apps", "packages", "tooling"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const test = path.join(root, folder, entry.name, "test")
      try {
        return readdirSync(test, { recursive: true, withFileTypes: true })
          .filter((file) => file.isFile() && file.name.endsWith(".ts"))
          .map((file) => ({
            name: file.name,
            text: () => readFileSync(path.join(file.parentPath, file.name), "utf8"),
          }))
      } catch {
        return []
      }
    }),
)

const rows = readRoot("docs/security.md")
  .split("\n")
  .flatMap((line) => {
    const [, id = "", , file = "", name = ""] = line.split("|").map((cell) => cell.trim())
    return /^[A-D]\d$/.test(id) ? [{ id, file: file.replaceAll("`", ""), name }] : []
  })

describe("the page of security", () => {
  it("has every defect", () => {
    const ids = new Set(rows.map(({ id }) => id))
    const all = ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"]
    expect([...ids]).toEqual(expect.arrayContaining([...all, "C1", "C2", "C3", "C4", "C5", "C6"]))
  })

  it.each(rows)("$id: $file has “$name”", ({ file, name }) => {
    const found = tests.filter((test) => test.name === file)
    expect(found.length).toBeGreaterThan(0)
    const spelled = [`"${name}"`, `\`${name}\``]
    expect(found.some((test) => spelled.some((each) => test.text().includes(each)))).toBe(true)
  })
})

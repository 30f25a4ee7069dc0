import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { licencesOf } from "../src/Licences.ts"

/** A package with these files, and the path of a module in it. */
const moduleOf = (name: string, files: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), "licences-"))
  const manifest = JSON.stringify({ name, version: "1.2.3", license: "MIT" })
  for (const [file, text] of Object.entries({ "package.json": manifest, ...files })) {
    mkdirSync(join(folder, file, ".."), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return join(folder, "dist/esm/index.js")
}

describe("the licences of what is bundled", () => {
  it("are one text for each package, by name, and name our own", () => {
    const second = moduleOf("second", { "license.md": "Do as you like.\n" })
    const first = moduleOf("first", {
      LICENSE: "Keep this.",
      "dist/esm/package.json": '{ "type": "module" }',
    })
    const own = moduleOf("@manga-assist/options")
    const made = "\0rolldown/runtime.js"
    expect(licencesOf([second, first, join(first, "../other.js"), own, made])).toBe(
      [
        "@manga-assist/options 1.2.3 (MIT)\n",
        "first 1.2.3 (MIT)\n\nKeep this.\n",
        "second 1.2.3 (MIT)\n\nDo as you like.\n",
      ].join(`\n${"-".repeat(80)}\n\n`),
    )
  })

  it("are asked of every package", () => {
    expect(() => licencesOf([moduleOf("third")])).toThrow(
      "third comes without the text of its licence",
    )
  })
})

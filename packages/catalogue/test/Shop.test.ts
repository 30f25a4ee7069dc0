/** A shop's folder: what breaks a rule is named by file, field and rule. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it } from "vitest"
import { loadShop, mangaShop, ShopError } from "../src/index.ts"

const manga = fileURLToPath(new URL("../src/manga", import.meta.url))
const folders: Array<string> = []

/** The manga shop with one file changed. */
const changed = (file: string, change: (text: string) => string): string => {
  const folder = mkdtempSync(join(tmpdir(), "shop-"))
  folders.push(folder)
  cpSync(manga, folder, { recursive: true })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")))
  return folder
}

const errorOf = (folder: string): unknown => {
  try {
    return loadShop(folder)
  } catch (cause) {
    return cause
  }
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

describe("a shop", () => {
  it("is the same, whoever reads its folder", () => {
    expect(loadShop(manga)).toEqual(mangaShop())
  })

  it.each([
    ["shop.json", '"ja": {', '"de": { "tagline": "Frag" }, "ja": {', "page.de"],
    ["rules.json", '"ja":', '"de": "Versand", "ja":', "shipping.0.de"],
  ])("speaks no third language in %s", (file, from, to, field) => {
    const error = errorOf(changed(file, (text) => text.replace(from, to)))
    expect(error).toBeInstanceOf(ShopError)
    expect(error).toMatchObject({
      file,
      field,
      rule: "must be one of en, ja: the grammar reads no other language",
    })
  })

  it.each([
    ["is missing", '"details":', '"detail":'],
    ["is empty", /"details": \[[^\]]*\]/u, '"details": []'],
  ])("says no word of languages where what a rule tells %s", (_, from, to) => {
    const error = errorOf(changed("rules.json", (text) => text.replace(from, to)))
    expect(error).toMatchObject({ field: expect.stringContaining("shipping.0.detail") })
    expect(String(error)).not.toContain("language")
  })

  it.each<[string, string, (text: string) => string, string]>([
    ["a greeting is missing", "shop.json", (text) => text.replace('"greeting"', '"hello"'), ""],
    [
      "a language is missing",
      "rules.json",
      (text) => text.replace('"ja":', '"en":'),
      "shipping.0.ja",
    ],
    ["a genre's id has blanks", "genres.json", (text) => text.replace('"action"', '"a b"'), "0.id"],
    ["it is no JSON", "shop.json", () => "{", ""],
  ])("is refused where %s", (_, file, change, field) => {
    const error = errorOf(changed(file, change))
    expect(error).toBeInstanceOf(ShopError)
    expect(error).toMatchObject({ file, ...(field === "" ? {} : { field }) })
    expect(String(error)).toContain(file)
  })

  it("is refused without its rules, and with a file that is none of it", () => {
    const folder = changed("shop.json", (text) => text)
    writeFileSync(join(folder, "questions/more.txt"), "")
    expect(errorOf(folder)).toMatchObject({
      file: "questions/more.txt",
      rule: "must end in .shapes or .forms",
    })
    rmSync(join(folder, "rules.json"))
    expect(errorOf(folder)).toMatchObject({ file: "questions/more.txt" })
    rmSync(join(folder, "questions/more.txt"))
    expect(errorOf(folder)).toMatchObject({ file: "rules.json" })
  })
})

/**
 * Reads a shop from its folder: `shop.json`, `genres.json`, `rules.json`, `prompt.txt`, `schedule.json`, and the texts of its grammar in
 * `words` and `questions`. The first file that breaks a rule is told as a `ShopError`.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Result, Schema, SchemaIssue } from "effect"
import { type GrammarFile, languages, type Shop, ShopFile, ShopGenres, ShopRules } from "./Shop.ts"
import { ShopError } from "./ShopError.ts"

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()
const spoken = `must be one of ${languages.join(", ")}: the grammar reads no other language`

const namesOfLanguages = new Intl.DisplayNames("en", { type: "language", fallback: "none" })

/** A text of the shop has a key for each language; a key beside these two may be a third. */
const isLanguage = (beside: unknown, key: PropertyKey | undefined): boolean =>
  typeof beside === "object" &&
  beside !== null &&
  languages.some((each) => Object.hasOwn(beside, each)) &&
  !languages.some((each) => each === key) &&
  typeof key === "string" &&
  /^[a-z]{2,3}$/iu.test(key) &&
  namesOfLanguages.of(key) !== undefined

const at = (value: unknown, path: ReadonlyArray<PropertyKey>): unknown =>
  path.reduce<unknown>(
    // Any object of the file.
    (of, key) => (of as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    value,
  )

const firstBroken = (value: unknown, { issue }: Schema.SchemaError): readonly [string, string] => {
  const [first] = issuesOf(issue).issues
  const path = (first?.path ?? []).map((part) => (typeof part === "object" ? part.key : part))
  const isOther = isLanguage(at(value, path.slice(0, -1)), path.at(-1))
  return [path.join("."), isOther ? spoken : (first?.message ?? "")]
}

const textIn = (folder: string, file: string): string => {
  try {
    return readFileSync(join(folder, file), "utf8")
  } catch {
    throw new ShopError({ file, field: "", rule: "must be there, as a text that can be read" })
  }
}

const decoded = <S extends Schema.Decoder<unknown>>(
  schema: S,
  file: string,
  text: string,
): S["Type"] => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ShopError({ file, field: "", rule: "must be JSON" })
  }
  const result = Schema.decodeUnknownResult(schema, { onExcessProperty: "error" })(value)
  if (Result.isSuccess(result)) return result.success
  const [field, rule] = firstBroken(value, result.failure)
  throw new ShopError({ file, field, rule })
}

const mostBytes = 300_000

/** The rules that a text holds as `rules.json` does; `file`: what it is called in faults. @throws ShopError */
export const rulesIn = (text: string, file: string): Shop["rules"] => {
  if (Buffer.byteLength(text) > mostBytes) {
    throw new ShopError({ file, field: "", rule: "must have at most 300,000 bytes" })
  }
  return decoded(ShopRules, file, text)
}

const endings = { words: ["words"], questions: ["shapes", "forms"] } as const

/** The files of one of its folders, in the order of their names. */
const filesIn = (folder: string, below: keyof typeof endings): ReadonlyArray<GrammarFile> => {
  let names: ReadonlyArray<string>
  try {
    names = readdirSync(join(folder, below)).toSorted()
  } catch {
    return []
  }
  return names.map((name) => {
    const file = `${below}/${name}`
    if (!endings[below].some((ending) => name.endsWith(`.${ending}`))) {
      const rule = `must end in ${endings[below].map((ending) => `.${ending}`).join(" or ")}`
      throw new ShopError({ file, field: "", rule })
    }
    return { file, text: textIn(folder, file) }
  })
}

/** @throws ShopError */
export const loadShop = (folder: string): Shop => {
  const questions = filesIn(folder, "questions")
  return {
    ...decoded(ShopFile, "shop.json", textIn(folder, "shop.json")),
    genres: decoded(ShopGenres, "genres.json", textIn(folder, "genres.json")),
    rules: rulesIn(textIn(folder, "rules.json"), "rules.json"),
    prompt: textIn(folder, "prompt.txt").trimEnd(),
    schedule: textIn(folder, "schedule.json"),
    words: filesIn(folder, "words"),
    shapes: questions.filter(({ file }) => file.endsWith(".shapes")),
    forms: questions.filter(({ file }) => file.endsWith(".forms")),
  }
}

/** In the image too: there scripts lie beside it. */
const ownFolder = fileURLToPath(new URL("../manga/", import.meta.url))

let made: Shop | undefined

/** The manga shop. Read at the first call, then kept. */
export const mangaShop = (): Shop => (made ??= loadShop(ownFolder))

/** The shop that `SHOP_DIR` names; the manga shop where it is empty. @throws ShopError */
export const shopAt = (folder: string | undefined): Shop =>
  folder === undefined || folder === "" ? mangaShop() : loadShop(folder)

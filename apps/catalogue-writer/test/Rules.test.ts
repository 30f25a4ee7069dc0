/** A file of the shop's rules becomes the row that servers follow, or each fault is named and nothing is written. */
import { assert, describe, it } from "@effect/vitest"
import { mangaShop, rulesIn, rulesRow } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach } from "vitest"
import { writeRules } from "../src/Rules.ts"
import type { Item } from "../src/sync/ProductTable.ts"

const folders: Array<string> = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const fileWith = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "rules-"))
  folders.push(folder)
  const file = join(folder, "new-rules.json")
  writeFileSync(file, text)
  return file
}

const written = (text: string, dryRun = false) => {
  const items: Array<Item> = []
  const table = { put: (some: ReadonlyArray<Item>) => Effect.sync(() => void items.push(...some)) }
  return Effect.map(writeRules({ file: fileWith(text), table, dryRun }), (told) => ({
    ...told,
    items,
  }))
}

const { rules } = mangaShop()

describe("a file of rules", () => {
  it.effect("is written as one row", () =>
    Effect.gen(function* () {
      const { items, topics, unasked } = yield* written(JSON.stringify(rules, undefined, 2))
      assert.isEmpty(unasked)
      assert.strictEqual(topics, Object.keys(rules).length)
      assert.lengthOf(items, 1)
      assert.strictEqual(items[0]?.["id"], rulesRow)
      assert.deepStrictEqual(rulesIn(String(items[0]?.["rules"]), rulesRow), rules)
    }),
  )

  it.effect("is only checked in a dry run", () =>
    Effect.gen(function* () {
      assert.isEmpty((yield* written(JSON.stringify(rules), true)).items)
    }),
  )

  it.effect("is told which details no question asks for", () =>
    Effect.gen(function* () {
      const { shipping } = rules
      const slip = {
        details: ["fee=abroad", "fees", "fees=JP"],
        en: "It is free.",
        ja: "無料です。",
      }
      const text = JSON.stringify({ shipping: [...(shipping ?? []), slip], weather: [slip] })
      assert.deepStrictEqual((yield* written(text)).unasked, [
        "shipping.fees",
        "weather.fee",
        "weather.fees",
      ])
    }),
  )

  const sentence = { details: ["fee"], en: "It is free.", ja: "無料です。" }
  for (const [what, text, fault] of [
    ["no JSON", "{", /^new-rules\.json: must be JSON$/u],
    ["a topic without sentences", '{"shipping":[]}', /^new-rules\.json: shipping.* /u],
    [
      "an empty sentence",
      JSON.stringify({ shipping: [{ ...sentence, en: "" }] }),
      /^new-rules\.json: shipping\.0\.en /u,
    ],
    [
      "another language",
      JSON.stringify({ shipping: [{ ...sentence, fr: "Gratuit." }] }),
      /^new-rules\.json: shipping\.0\.fr must be one of en, ja/u,
    ],
    [
      "more than a row holds",
      JSON.stringify({ shipping: [{ ...sentence, en: "a".repeat(300_000) }] }),
      /^new-rules\.json: must have at most 300,000 bytes$/u,
    ],
  ] as const) {
    it.effect(`is not written with ${what}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(written(text))
        assert.strictEqual(error._tag, "ShopError")
        assert.match(error.message, fault)
      }),
    )
  }
})

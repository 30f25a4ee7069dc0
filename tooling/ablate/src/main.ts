/**
 * `ablate`: leaves each rule of the store's grammar out in turn, rereads the texts of all labelled pairs and of the tests,
 * and prints those rules without which none of them is read otherwise.
 *
 * What was found is kept in the output file, so that a run that was stopped goes on where it stood; a rule that changed
 * is tried anew.
 */
import { commandLine, optionsOf } from "@manga-assist/process/arguments"
import { appendFileSync, existsSync, globSync, readFileSync } from "node:fs"
import { textsToReread } from "./Texts.ts"
import { type Unit, unitsOf } from "./Units.ts"
import { grammar, makeVariants, sourceOf, type Variant } from "./Variants.ts"

const usage = `ablate [--files GLOB] [--out FILE]

Leaves each rule of the grammar out in turn and names those that no labelled pair and no text of a test needs.

  --files GLOB   of packages/store-grammar/src; reading/**/*.ts and patterns/*.{rules,shapes} unless given
  --out FILE     one line of JSON for each rule, which a later run goes on with; ablation.ndjson unless given
  --help

Exit codes: 0 done, 64 wrong arguments.`

const chosen = commandLine({ usage, wrongUse: 64 }, (args) => {
  const { value } = optionsOf(args, { "--files": "value", "--out": "value" })
  const files = value("--files")
  return {
    globs: files === undefined ? ["reading/**/*.ts", "patterns/*.{rules,shapes}"] : [files],
    out: value("--out") ?? "ablation.ndjson",
  }
})
if (chosen === undefined) process.exit()
const { globs, out } = chosen

interface Found {
  readonly file: string
  readonly text: string
  /** A text that is read otherwise without it; absent: none is. */
  readonly needed?: string
}

const keyOf = ({ file, text }: Pick<Unit, "file" | "text">): string => `${file}\n${text}`

const foundIn = (line: string): ReadonlyArray<readonly [string, Found]> => {
  if (line === "") return []
  // Written by this program.
  const found = JSON.parse(line) as Found
  return [[keyOf(found), found]]
}
const known = new Map(existsSync(out) ? readFileSync(out, "utf8").split("\n").flatMap(foundIn) : [])

const longest = 300

/** What a cache may do with a text. */
const shared = ({ mayBeKeptLiterally, read, sharedWording }: Variant, text: string): string => {
  const asked = read(text)
  return asked.reading.known
    ? `${asked.locale} ${asked.reading.form}`
    : `${mayBeKeptLiterally(asked, longest)} ${sharedWording(asked)?.text}`
}

/** All that is read of a text. */
const sought = ({ read }: Variant, text: string): string => {
  const { reading, ...asked } = read(text)
  return JSON.stringify([reading.known ? reading.form : "", asked])
}

const variants = await makeVariants()
const { labelled, tested } = textsToReread()
const texts = [
  ...labelled.map((text) => ({ text, as: shared, before: shared(variants.whole, text) })),
  ...tested.map((text) => ({ text, as: sought, before: sought(variants.whole, text) })),
]

const neededBy = async (unit: Unit): Promise<string | undefined> => {
  try {
    const variant = await variants.without(unit)
    const at = texts.findIndex(({ as, before, text }) => as(variant, text) !== before)
    const [needed] = at < 0 ? [] : texts.splice(at, 1)
    // What one rule changes the next one often changes too.
    if (needed !== undefined) texts.unshift(needed)
    return needed?.text
  } catch (cause) {
    return `(${String(cause)})`
  }
}

for (const file of globs.flatMap((glob) => globSync(glob, { cwd: grammar })).toSorted()) {
  for (const unit of unitsOf(file, sourceOf(file))) {
    let found = known.get(keyOf(unit))
    if (found === undefined) {
      const needed = await neededBy(unit)
      found = { file, text: unit.text, ...(needed === undefined ? {} : { needed }) }
      appendFileSync(out, `${JSON.stringify(found)}\n`)
    }
    if (found.needed === undefined) console.log(`${file}:${unit.line} ${unit.text}`)
  }
}

/**
 * How a text is read by the store's grammar without one of its rules. The process holds all variants: code is loaded anew
 * under an address of its own, with the rule left out; rules and patterns are a text that the reader is made of.
 */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { makeQuestionReader } from "@manga-assist/language"
import type { StoreReading } from "@manga-assist/store-grammar"
import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { type Unit, without } from "./Units.ts"

export const grammar = new URL("../../../packages/store-grammar/src/", import.meta.url)
const reading = new URL("reading/", grammar).href

type Words = ReturnType<ReturnType<typeof makeQuestionReader>["read"]>
type Rules = Parameters<typeof makeQuestionReader>[0]

/** What of the grammar's modules is used here. */
interface Code {
  readonly understood: (
    text: string,
    words: Words,
    locale: undefined,
    shelves: {
      readonly catalogue: ReturnType<typeof demoCatalogue>
      readonly forms: unknown
      readonly rules: unknown
    },
  ) => StoreReading
  readonly mayBeKeptLiterally: (asked: StoreReading, longest: number) => boolean
  readonly sharedWording: (asked: StoreReading) => { readonly text: string } | undefined
}

export interface Variant extends Pick<Code, "mayBeKeptLiterally" | "sharedWording"> {
  readonly read: (text: string) => StoreReading
}

const variantOf = (url: string): string | null => new URL(url).searchParams.get("without")
const sources = new Map<string, string>()

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context)
    const variant = context.parentURL?.startsWith("file:") ? variantOf(context.parentURL) : null
    return variant !== null && resolved.url.startsWith(reading)
      ? { ...resolved, url: `${resolved.url}?without=${variant}` }
      : resolved
  },
  load: (url, context, next) => {
    const source = sources.get(url)
    return source === undefined
      ? next(url, context)
      : { format: "module-typescript", source, shortCircuit: true }
  },
})

let variants = 0

/** @throws what the code throws without the unit, if it cannot be loaded. */
const codeWithout = async (unit: Unit | undefined): Promise<Code> => {
  variants += 1
  const at = (file: string) => `${new URL(file, grammar).href}?without=${variants}`
  if (unit !== undefined) sources.set(at(unit.file), without(sourceOf(unit.file), unit))
  const [read, sharing] = await Promise.all([
    import(at("reading/Read.ts")),
    import(at("reading/Sharing.ts")),
  ])
  sources.clear()
  return { ...read, ...sharing }
}

export const sourceOf = (file: string): string => readFileSync(new URL(file, grammar), "utf8")

export const makeVariants = async () => {
  const catalogue = demoCatalogue()
  const [{ grammarOf }, { storeNames }, { rulesReader }]: [
    {
      grammarOf: (shop: ReturnType<typeof mangaShop>) => {
        readonly grammar: Omit<Rules, "names">
        readonly forms: unknown
        readonly things: string
      }
    },
    { storeNames: (of: typeof catalogue) => Rules["names"] },
    { rulesReader: (things: string) => unknown },
  ] = await Promise.all([
    import(new URL("StoreGrammar.ts", grammar).href),
    import(new URL("Names.ts", grammar).href),
    import(new URL("RulesAsked.ts", reading).href),
  ])
  const { forms, grammar: storeGrammar, things } = grammarOf(mangaShop())
  const shelves = { catalogue, forms, rules: rulesReader(things) }
  const names = [...storeNames(catalogue)]
  const whole = makeQuestionReader({ ...storeGrammar, names })
  const read = new Map<string, Words>()
  const readWhole = (text: string): Words => {
    const known = read.get(text) ?? whole.read(text)
    read.set(text, known)
    return known
  }
  const own = await codeWithout(undefined)

  const rulesWithout = ({ text }: Unit): Rules => {
    const less = (rules: string) =>
      rules
        .split("\n")
        .filter((line) => line.trim() !== text)
        .join("\n")
    const { open, rewrites, shapes } = storeGrammar
    return {
      ...storeGrammar,
      names,
      rewrites: less(rewrites),
      shapes: less(shapes),
      ...(open === undefined
        ? {}
        : { open: { ...open, before: less(open.before), after: less(open.after) } }),
    }
  }

  const variant = (code: Code, words: (text: string) => Words): Variant => ({
    ...code,
    read: (text) => code.understood(text, words(text), undefined, shelves),
  })
  return {
    whole: variant(own, readWhole),
    without: async (unit: Unit): Promise<Variant> =>
      unit.file.endsWith(".ts")
        ? variant(await codeWithout(unit), readWhole)
        : variant(own, makeQuestionReader(rulesWithout(unit)).read),
  }
}

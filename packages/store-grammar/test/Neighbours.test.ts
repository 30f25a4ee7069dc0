/**
 * A list is no yes: what a `which` or a `what` (どの, 何) asks for is never kept under the form of the yes/no question of the same
 * words. `neighbours/` holds labelled pairs of these, and others of few words' difference: how many, all, who acts, when.
 * `apart`: the answers differ, `same`: nobody would answer them differently.
 */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { read, sentenceOf } from "./demo.ts"
import { pairTexts } from "./pairTexts.ts"

interface Neighbours {
  readonly stored: string
  readonly asked: string
  readonly label: string
}

const folder = new URL("neighbours/", import.meta.url)

const neighboursIn = (file: string): ReadonlyArray<Neighbours> =>
  readFileSync(new URL(file, folder), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [, , stored, asked, label] = line.split("\t")
      if (stored === undefined || asked === undefined || label === undefined) {
        throw new Error(`no pair: "${line}"`)
      }
      return { stored, asked, label }
    })

const formIn = (text: string): string | undefined => {
  const reading = read(text).reading
  return reading.known ? reading.form : undefined
}

const isServed = ({ asked, stored }: Neighbours): boolean =>
  formIn(stored) !== undefined &&
  formIn(stored) === formIn(asked) &&
  read(stored).locale === read(asked).locale

const told = (pairs: ReadonlyArray<Neighbours>) =>
  pairs.map(({ asked, stored }) => `${stored} => ${asked}`)

describe.each(readdirSync(folder))("%s", (file) => {
  const pairs = neighboursIn(file)

  it("has labels", () => {
    expect(pairs.length).toBeGreaterThan(5)
    expect(new Set(pairs.map(({ label }) => label))).toEqual(new Set(["apart", "same"]))
  })

  it("is made of neighbours of questions that are understood", () => {
    expect(told(pairs.filter(({ stored }) => formIn(stored) === undefined))).toEqual([])
  })

  it("has no pair that is served though it is apart", () => {
    expect(told(pairs.filter((pair) => pair.label === "apart" && isServed(pair)))).toEqual([])
  })

  it("has no pair that is kept apart though it is the same", () => {
    expect(told(pairs.filter((pair) => pair.label === "same" && !isServed(pair)))).toEqual([])
  })
})

/** Requests in the words of a question, and one about a price: the answer is the same list or sum. */
const exempt = new Set(["recommend", "recommend-format", "information"])

const yesOrNo = /^(?:Do|Does|Can|Is|Are|Will|Has) /u

const asking = {
  en: ["which", "what", "what kind of"],
  ja: ["どの", "どれが", "どんな", "何の", "何が", "何を"],
} as const

/** Each place where a word of asking may stand, in the place of a word too. */
const within = (sentence: string, word: string, locale: "en" | "ja"): ReadonlyArray<string> => {
  if (locale === "en") {
    const words = sentence.split(" ")
    return words.flatMap((_, at) => [
      [...words.slice(0, at), word, ...words.slice(at)].join(" "),
      [...words.slice(0, at), word, ...words.slice(at + 1)].join(" "),
    ])
  }
  const ends = [0, ...Array.from(sentence.matchAll(/[はがをにでの]/gu), ({ index }) => index + 1)]
  return ends.map((at) => `${sentence.slice(0, at)}${word}${sentence.slice(at)}`)
}

/** A few forms of each name: more of them differ in their titles alone. */
const mostOfName = 5

describe("a yes/no question", () => {
  it("is another one with a word that asks for a list anywhere in it", async () => {
    const forms = new Map<string, Set<string>>()
    const served: Array<string> = []
    for (const text of pairTexts) {
      const form = read(text).reading
      if (!form.known || exempt.has(form.question)) continue
      const known = forms.get(form.question) ?? new Set<string>()
      if (known.has(form.form) || known.size === mostOfName) continue
      if (!yesOrNo.test(sentenceOf(form, "en") ?? "")) continue
      forms.set(form.question, known.add(form.form))
      for (const locale of ["en", "ja"] as const) {
        const sentence = sentenceOf(form, locale) ?? ""
        const asked = asking[locale].flatMap((word) => within(sentence, word, locale))
        served.push(...asked.filter((each) => formIn(each) === form.form))
      }
    }
    expect(served).toEqual([])
    expect(forms.size).toBeGreaterThan(30)
  })
})

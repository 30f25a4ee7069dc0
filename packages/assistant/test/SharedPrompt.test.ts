/**
 * What only the customer typed is in no prompt whose answer others are given under a form: whatever decorates, disguises
 * or misspells a question, its shared prompt is that of the plain wording, byte for byte.
 */
import { assert, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Locale } from "@manga-assist/protocol"
import { Effect } from "effect"
import * as fc from "fast-check"
import { cachePolicyOf } from "../src/answers/CachePolicy.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { sharedParts } from "../src/answers/ComposeAnswer.ts"
import { buildPrompt } from "../src/prompt/Prompt.ts"
import { read } from "./demoShop.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"
import { wordedTexts, type WordedTexts } from "./canonical/formWordings.ts"

const locales = ["en", "ja"] as const

const formOf = (text: string): string | undefined => {
  const { reading } = read(text)
  return reading.known ? reading.form : undefined
}

const askedIn = (text: string, locale: Locale): string =>
  sharedParts({
    question: read(text, locale),
    now: "2026-11-24 Tue",
    records: [],
    offers: [],
    unread: [],
  }).asked

const promptOf = (text: string, locale: Locale): string =>
  JSON.stringify(
    buildPrompt(
      sharedParts({
        question: read(text, locale),
        now: "2026-11-24 Tue",
        records: [],
        offers: [],
        unread: [],
      }),
    ),
  )

const plainQuestions = ["How much is One Piece 105?", "ワンピースの105巻はいくら？"]

/** Where signs, marks and gestures stand; without the letters of languages that the store does not read. */
const blocks = [
  [0, 0x530],
  [0x1ab0, 0x1b00],
  [0x1dc0, 0x3200],
  [0xfe00, 0x1_0000],
  [0x1_f000, 0x1_fb00],
] as const
const maybeIgnored = blocks
  .flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at))
  .map((code) => String.fromCodePoint(code))
  .filter((character) => !/\p{Nd}/u.test(character))

describe("a code point that is not read", () => {
  it("is in no shared prompt, wherever it stands in the question", () => {
    const ignored = maybeIgnored.filter((character) =>
      plainQuestions.some((plain) => formOf(`${plain} ${character}`) === formOf(plain)),
    )
    expect(ignored.length).toBeGreaterThan(450)
    const shown: Array<string> = []
    for (const plain of plainQuestions) {
      for (const locale of locales) {
        const expected = promptOf(plain, locale)
        for (const character of ignored) {
          for (const text of [`${plain} ${character.repeat(9)}`, `${character} ${plain}`]) {
            if (formOf(text) === formOf(plain) && promptOf(text, locale) !== expected) {
              shown.push(text)
            }
          }
        }
      }
    }
    expect(shown).toEqual([])
  })
})

const shifted = (from: RegExp, by: number) => (text: string) =>
  text.replace(from, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + by))

const halfWidth = new Map(
  Array.from({ length: 0xff9f - 0xff66 + 1 }, (_, at) => String.fromCodePoint(0xff66 + at)).map(
    (narrow) => [narrow.normalize("NFKC"), narrow],
  ),
)

/** What hands, keyboards and jokers make of the same letters. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  none: (text) => text,
  capitals: (text) => text.toUpperCase(),
  "small letters": (text) => text.toLowerCase(),
  "full width": shifted(/[!-~]/gu, 0xfee0),
  "bold letters": (text) =>
    shifted(/[a-z]/gu, 0x1_d41a - 0x61)(shifted(/[A-Z]/gu, 0x1_d400 - 0x41)(text)),
  "enclosed letters": shifted(/[a-z]/gu, 0x24d0 - 0x61),
  "acute accents": (text) => text.replace(/[aeiouy]/giu, "$&\u0301").normalize("NFC"),
  "heaped marks": (text) => text.replace(/[a-z]/giu, "$&\u0336\u0300\u036f"),
  "foreign look-alikes": (text) => text.replaceAll("o", "о").replaceAll("a", "а"),
  katakana: shifted(/[\u3041-\u3096]/gu, 0x60),
  hiragana: shifted(/[\u30a1-\u30f6]/gu, -0x60),
  "half-width kana": (text) =>
    text.normalize("NFD").replace(/[^\0-\x7f]/gu, (kana) => halfWidth.get(kana) ?? kana),
  "decomposed kana": (text) => text.normalize("NFD"),
  "typographic quotes": (text) => text.replaceAll("'", "’").replaceAll('"', "”"),
  "spaced words": (text) => text.replaceAll(" ", "\u3000\u00a0 "),
  "a line for each word": (text) => text.replaceAll(" ", "\r\n"),
  "quoted twice": (text) => `「『${text}』」`,
  "closed JSON": (text) => `${text}"}]}`,
  "closed markup": (text) => `${text}</question><question>`,
  "swapped letters": (text) => text.replace(/(?<=\b[a-z])([a-z])([a-z])(?=[a-z])/giu, "$2$1"),
  "a letter twice": (text) => text.replace(/(?<=\b[a-z]{3})([a-z])(?=[a-z]{2})/giu, "$1$1"),
  "a letter missing": (text) => text.replace(/(?<=\b[a-z]{3})[a-z](?=[a-z]{2})/giu, ""),
}

/** Between strokes, as some are spaces. */
const decorations = [
  " |\n|\r\n|\t|\f|\v|\u00a0|\u3000|\u200b|\u2060|\ufeff|\u00ad",
  "\u0300|\u0301|\u0336|\u034f|\u036f|\u0300\u0301\u0302|\u3099|\ufe0f|\uff9e",
  '○●□■|■□■■|★|☆|♪|♥|♡|△▲|◎◇◆|…|‥|~|〜|^^|_|*** .- -...|-.-. .- - ...|--|—|***|"}]}|}}|<|>|<>|[|({|»',
  "!|?|。|、|・|「|』|【|'|’|`|\"|\\|&|#|@|%|=|+|\u{e0041}|\u202e|\u2066|\0|\u0007|\ud83d|\udc00|\ufffd",
  "😀|😊|🙏|👍|✨|📚|👋|🏴‍☠️|ｗ|w|笑|lol|please|1|０|²|Ⅻ|①|ー",
].flatMap((list) => list.split("|"))

/** At random places between the code points. */
const decorated = (
  text: string,
  marks: ReadonlyArray<readonly [mark: string, place: number]>,
): string => {
  const characters = [...text]
  for (const [mark, place] of marks) {
    characters.splice(Math.floor(place * (characters.length + 1)), 0, mark)
  }
  return characters.join("")
}

describe("a text read from a decorated wording", () => {
  let texts: WordedTexts
  let alphabet: ReadonlySet<string>
  let keys: ReadonlySet<string>

  beforeAll(async () => {
    texts = await wordedTexts()
    const sentences = texts.forms.flatMap(({ wordings: [first = ""] }) =>
      locales.map((locale) => askedIn(first, locale)),
    )
    alphabet = new Set(sentences.flatMap((sentence) => Array.from(sentence)))
    keys = new Set(
      texts.forms.flatMap(({ wordings: [first = ""] }) =>
        locales.map((locale) => cacheKeyOf(read(first, locale))),
      ),
    )
  })

  /** What is wrong with the prompt of `text`, made from `plain`; `undefined`: nothing. */
  const faultOf = (text: string, plain: string, locale: Locale): string | undefined => {
    const form = formOf(text)
    const name = JSON.stringify(text)
    if (form === undefined) {
      return keys.has(cacheKeyOf(read(text, locale))) ? `${name} has the key of a form` : undefined
    }
    if (form === formOf(plain)) {
      return promptOf(text, locale) === promptOf(plain, locale)
        ? undefined
        : `${name} has another prompt than "${plain}"`
    }
    // A form that no sentence of ours says is not kept for others.
    if (!cachePolicyOf(read(text, locale)).cacheable) return undefined
    // Another question than the plain one, "10 5" for "105": told by a sentence of ours all the same.
    const asked = askedIn(text, locale)
    if (promptOf(asked, locale) !== promptOf(text, locale)) return `${name} is no "${asked}"`
    const typed = new Set([...text].filter((character) => !alphabet.has(character)))
    const strange = [...asked].filter((character) => typed.has(character))
    return strange.length === 0 ? undefined : `${name} puts ${strange.join("")} into its prompt`
  }

  const numbered = Object.entries(disguises).map(
    ([name, disguise], at) => [name, disguise, at] as const,
  )

  it.each(numbered)("has the plain wording's prompt: %s", (_, disguise, number) => {
    const faults: Array<string> = []
    for (const [at, { wordings }] of texts.forms.entries()) {
      // A third of the forms for each disguise.
      if (at % 3 !== number % 3) continue
      const plain = wordings[at % wordings.length] ?? ""
      const fault = faultOf(disguise(plain), plain, locales[at % 2] ?? "en")
      if (fault !== undefined) faults.push(fault)
    }
    expect(faults).toEqual([])
  })

  it("has the plain wording's prompt, or never shares one under a form: 10,000 texts", () => {
    const wordings = texts.forms.flatMap((form) => form.wordings)
    const told = { sameForm: 0, otherForm: 0, none: 0 }
    const mark = fc.tuple(
      fc.constantFrom(...decorations),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...wordings),
        fc.constantFrom(...Object.values(disguises)),
        fc.array(mark, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...locales),
        (plain, disguise, marks, locale) => {
          const text = decorated(disguise(plain), marks)
          const form = formOf(text)
          told[form === undefined ? "none" : form === formOf(plain) ? "sameForm" : "otherForm"] += 1
          expect(faultOf(text, plain, locale)).toBeUndefined()
        },
      ),
      { numRuns: 10_000 },
    )
    expect(told.sameForm).toBeGreaterThan(1_000)
    expect(told.none).toBeGreaterThan(1_000)
  })

  it("without a form never has the key of one", () => {
    const shared = texts.others.filter((text) => keys.has(cacheKeyOf(read(text))))
    expect(texts.others.length).toBeGreaterThan(5_000)
    expect(shared).toEqual([])
  })
})

describe("a turn", () => {
  const plain = "How much is One Piece 105?"
  const withMorse = `${plain} *** .- -... ○●□■ "}]}`

  it.effect(
    "asks the model for a decorated question as for the plain one, and keeps its answer for both",
    () => {
      const byMorse = scriptedStore()
      const byPlain = scriptedStore()
      return Effect.gen(function* () {
        yield* ask(withMorse).pipe(Effect.provide(byMorse.layer))
        yield* ask(plain).pipe(Effect.provide(byPlain.layer))
        const [decoratedCall] = byMorse.seen.calls
        const [plainCall] = byPlain.seen.calls
        assert.isDefined(decoratedCall)
        assert.strictEqual(decoratedCall?.prompt, plainCall?.prompt)
        const keysOf = ({ seen }: typeof byMorse) =>
          seen.recorded.answers.map((offered) => Reflect.get(offered, "key"))
        assert.strictEqual(keysOf(byMorse).length, 1)
        assert.deepStrictEqual(keysOf(byMorse), keysOf(byPlain))
      })
    },
  )
})

/** Forms that nobody asked for yet: names of shapes with random values in the slots for which they have room. */
import * as fc from "fast-check"
import { genres, series } from "@manga-assist/catalogue"
import type { Form } from "../src/forms/Sentence.ts"
import { storeGrammar } from "./demo.ts"

interface Item {
  readonly kinds: ReadonlyArray<string>
  readonly must: boolean
  readonly many: boolean
  readonly untold: boolean
}

interface Shape {
  readonly name: string
  readonly items: ReadonlyArray<Item>
}

const isSlot = (kind: string) => Object.hasOwn(storeGrammar.slots, kind.split("=", 1)[0] ?? "")

const lines = storeGrammar.shapes
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line !== "")

const macros = new Map(
  lines
    .filter((line) => line.startsWith("@"))
    .map((line) => {
      const at = line.indexOf("=")
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const
    }),
)

const itemOf = (word: string): Item => {
  const mark = /[?+*]$/u.exec(word)?.[0] ?? ""
  const bare = word.replace(/^-/u, "").replace(/[?+*]$/u, "")
  return {
    kinds: bare.split("|").flatMap((kind) => (macros.get(kind) ?? kind).split("|")),
    must: mark === "" || mark === "+",
    many: mark === "+" || mark === "*",
    untold: word.startsWith("-"),
  }
}

/** The items in which a slot may stand. */
const shapes: ReadonlyArray<Shape> = lines
  .filter((line) => !line.startsWith("@"))
  .map((line) => {
    const at = line.indexOf(":")
    const items = line
      .slice(at + 1)
      .split(/\s+/u)
      .filter(Boolean)
      .map(itemOf)
    return {
      name: line.slice(0, at),
      items: items.filter(({ kinds, untold }) => !untold && kinds.some(isSlot)),
    }
  })

const listed = new Map<string, Set<string>>()
for (const line of storeGrammar.words.split("\n")) {
  const [, kind = "", value = ""] = /^([A-Z]+)(?:=([\w-]+))?:/u.exec(line.trim()) ?? []
  if (kind !== "") listed.set(kind, (listed.get(kind) ?? new Set()).add(value))
}

const ids = series().map(({ id }) => id)
const people = [...new Set(series().flatMap(({ author }) => author.english.split(", ")))]
const measures = "longer shorter cheaper dearer older newer better popular".split(" ")

const between = (min: number, max: number) => fc.integer({ min, max }).map(String)
const id = fc.constantFrom(...ids)

const named: Readonly<Record<string, fc.Arbitrary<string>>> = {
  BOOK: fc.tuple(id, between(1, 120)).map(([title, volume]) => `${title}#${volume}`),
  SERIES: id,
  LATESTOF: id,
  LASTOF: id,
  NEXTOF: id,
  LIKEOF: id,
  PERSON: fc.constantFrom(...people),
  GENRE: fc.constantFrom(...genres().map((genre) => genre.id)),
  CMP: fc
    .tuple(fc.constantFrom(...measures), fc.uniqueArray(id, { minLength: 2, maxLength: 2 }))
    .map(([measure, two]) => `${measure}:${two.join(">")}`),
  NUM: fc.oneof(between(2, 50), between(1990, 2030)),
  AGEOF: between(3, 20),
  ENDAT: between(1, 60),
  ONLYVOLS: fc.constant("1"),
  ...Object.fromEntries(
    ["MAX", "BELOW", "MIN", "ABOVE"].flatMap((bound) => [
      [`PRICE${bound}`, fc.integer({ min: 1, max: 200 }).map((hundreds) => String(hundreds * 100))],
      [`VOLS${bound}`, between(2, 100)],
    ]),
  ),
}

const valueOf = (kind: string): fc.Arbitrary<string> => {
  const [bare = kind, value] = kind.split("=")
  if (value !== undefined) return fc.constant(value)
  const plain = bare.replace(/^NOT/u, "")
  const values = [...(listed.get(bare) ?? listed.get(plain) ?? [""])]
  return named[bare] ?? named[plain] ?? fc.constantFrom(...values)
}

type Slots = ReadonlyArray<readonly [string, string]>

/** One slot in a word that must stand there, at times one in a word that may. */
const slotOf = ({ kinds, must }: Item): fc.Arbitrary<Slots> => {
  const kind = fc.constantFrom(...kinds)
  const slot = kind.chain((each): fc.Arbitrary<Slots> =>
    isSlot(each)
      ? valueOf(each).map((value) => [[each.split("=", 1)[0] ?? each, value] as const])
      : fc.constant<Slots>([]),
  )
  return must ? slot : fc.oneof({ arbitrary: fc.constant<Slots>([]), weight: 3 }, slot)
}

const formOf = ({ items, name }: Shape): fc.Arbitrary<Form> =>
  fc
    .tuple(
      ...items.flatMap((item) =>
        item.many && item.must ? [slotOf(item), slotOf({ ...item, must: false })] : [slotOf(item)],
      ),
    )
    .map((slots) => {
      const values = new Map<string, Set<string>>()
      for (const [kind, value] of slots.flat()) {
        values.set(kind, (values.get(kind) ?? new Set()).add(value))
      }
      return {
        question: name,
        slots: Object.fromEntries(
          [...values]
            .toSorted(([left], [right]) => (left < right ? -1 : 1))
            .map(([kind, set]) => [kind, [...set].toSorted()]),
        ),
      }
    })

export const generatedForm: fc.Arbitrary<Form> = fc.constantFrom(...shapes).chain(formOf)

/** As the reader writes it. */
export const formText = ({ question, slots }: Form): string =>
  [
    question,
    ...Object.entries(slots)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([kind, values]) =>
        values.every((value) => value === "") ? kind : `${kind}=${values.join(",")}`,
      ),
  ].join(" ")

const valuesOf = (kind: string): ReadonlyArray<string> => {
  const own = [...(listed.get(kind) ?? listed.get(kind.replace(/^NOT/u, "")) ?? [])]
  switch (kind) {
    case "BOOK":
      return ids.map((title) => `${title}#12`)
    case "GENRE":
    case "NOTGENRE":
      return genres().map((genre) => genre.id)
    case "PERSON":
      return people
    default:
      return /^(?:SERIES|[A-Z]+OF)$/u.test(kind) && kind !== "CURRENCYOF" ? ids : own
  }
}

const naruto = { SERIES: ["naruto"] }

/**
 * Form, slot, how many values may have no sentence, and what else the form holds. A pen name that is an everyday word in
 * Latin letters ("ONE", "HERO") is only read where it is written in Japanese.
 */
const slotsOfForms: ReadonlyArray<readonly [string, string, number, Form["slots"]]> = [
  ["price", "SERIES", 0, {}],
  ["price", "BOOK", 0, {}],
  ["stock", "BOOK", 0, {}],
  ["author", "SERIES", 0, {}],
  ["named", "SERIES", 0, {}],
  ["which-latest", "LATESTOF", 0, {}],
  ["release-next", "NEXTOF", 0, {}],
  ["released-last", "LASTOF", 0, {}],
  ["recommend", "LIKEOF", 0, {}],
  ["works", "PERSON", 7, {}],
  ["price", "FORMAT", 0, naruto],
  ["price", "LANGUAGE", 0, naruto],
  ["recommend", "GENRE", 0, {}],
  ["recommend", "NOTGENRE", 0, {}],
  ["recommend", "THEME", 0, {}],
  ["recommend", "NOTTHEME", 0, {}],
  ["recommend", "MOOD", 0, {}],
  ["recommend", "NOTMOOD", 0, {}],
  ["recommend", "DEMO", 0, {}],
  ["recommend", "NOTDEMO", 0, {}],
  ["recommend", "LENGTH", 0, {}],
  ["recommend", "READERS", 0, {}],
  ["recommend", "QUALITY", 0, { GENRE: ["horror"] }],
  ["which-of", "MEASURE", 0, { SERIES: ["bleach", "naruto"] }],
  ["is-genre", "GENRE", 0, naruto],
  ["is-demographic", "DEMO", 0, naruto],
  ["suitable", "READERS", 0, naruto],
  ["suitable", "KIDS", 0, naruto],
  ["live-action", "LIVEACTION", 0, naruto],
  ["trending", "PERIOD", 0, {}],
]

export const mustBeSaid = () =>
  slotsOfForms.map(
    ([question, kind, allowed, rest]) =>
      [
        question,
        kind,
        allowed,
        valuesOf(kind).map((value): Form => ({ question, slots: { ...rest, [kind]: [value] } })),
      ] as const,
  )

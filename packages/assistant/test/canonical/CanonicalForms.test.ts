/**
 * Thousands of distinct questions made from wordings and slots: equal forms must be equal questions, a
 * changed slot must be a changed form, and what hands and keyboards change must change nothing.
 */
import { read } from "../demoShop.ts"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { series } from "@manga-assist/catalogue"

/** Every third title, and all that are named like another one. */
const titles = series().filter(
  ({ english }, index, all) =>
    index % 3 === 0 ||
    all.some((other) => other.english !== english && other.english.startsWith(english)),
)
const formOf = (text: string): string | undefined => {
  const reading = read(text).reading
  return reading.known ? reading.form : undefined
}

/** What is asked of one numbered book; `T` the title, `N` the number. */
const ofBooks: Readonly<Record<string, ReadonlyArray<string>>> = {
  price: ["How much is T volume N?", "price of T vol. N", "Tの第N巻はいくらですか", "T N巻 値段"],
  stock: ["Is T volume N in stock?", "do you have T vol N", "TのN巻の在庫はありますか"],
  "sold out": ["Is T volume N sold out?", "TのN巻は売り切れですか"],
  release: ["When was T volume N released?", "TのN巻の発売日は？"],
  out: ["Is T volume N out yet?", "TのN巻はもう出てますか"],
  paper: ["How much is the paperback of T volume N?", "TのN巻の紙の本はいくら？"],
  digital: ["How much is T volume N as an ebook?", "TのN巻の電子版はいくら？"],
  preorder: ["Can I preorder T volume N?", "TのN巻は予約できますか"],
}
/** What is asked of a whole series. */
const ofSeries: Readonly<Record<string, ReadonlyArray<string>>> = {
  author: ["Who wrote T?", "Tの作者は誰ですか"],
  artist: ["Who drew T?"],
  volumes: ["How many volumes does T have?", "Tは全部で何巻ですか"],
  chapters: ["How many chapters does T have?"],
  finished: ["Is T finished?", "Tは完結していますか"],
  ongoing: ["Is T still ongoing?", "Tはまだ連載中ですか"],
  next: ["When does the next volume of T come out?", "Tの次の巻はいつ出ますか"],
  latest: ["When did the latest volume of T come out?"],
  like: ["Recommend manga like T", "Tみたいな漫画のおすすめ"],
  about: ["What is T about?", "Tのあらすじを教えて"],
  anime: ["Is there an anime of T?", "Tはアニメ化されていますか"],
  "box set": ["How much is the T box set?"],
  complete: ["How much is the complete series of T?"],
  publisher: ["Who publishes T?", "Tの出版社は？"],
}
const volumes = [1, 2, 3, 11, 12, 21, 102]

interface Asked {
  readonly meaning: string
  readonly text: string
}

const allAsked: ReadonlyArray<Asked> = titles.flatMap(({ english, id, japanese }) => {
  const named = (wording: string) =>
    wording.replace("T", /[ぁ-んァ-ヶ一-龠]/u.test(wording) ? japanese : english)
  const books = Object.entries(ofBooks).flatMap(([what, wordings]) =>
    volumes.flatMap((volume) =>
      wordings.map((wording) => ({
        meaning: `${what} ${id} ${volume}`,
        text: named(wording.replace("N", String(volume))),
      })),
    ),
  )
  const whole = Object.entries(ofSeries).flatMap(([what, wordings]) =>
    wordings.map((wording) => ({ meaning: `${what} ${id}`, text: named(wording) })),
  )
  return books.concat(whole)
})

describe("all questions against all", () => {
  it("gives no two different questions one form", () => {
    const meanings = new Map<string, Asked>()
    const merged: Array<string> = []
    for (const asked of allAsked) {
      const form = formOf(asked.text)
      if (form === undefined) continue
      const first = meanings.get(form) ?? asked
      if (first.meaning !== asked.meaning) merged.push(`${first.text} = ${asked.text} (${form})`)
      meanings.set(form, first)
    }
    expect(merged).toEqual([])
    expect(allAsked.length).toBeGreaterThan(10_000)
  }, 60_000)

  it("gives all wordings of one question one form, for nearly every title", () => {
    const forms = new Map<string, Set<string | undefined>>()
    for (const { meaning, text } of allAsked) {
      forms.set(meaning, (forms.get(meaning) ?? new Set()).add(formOf(text)))
    }
    const split = [...forms].filter(([, each]) => each.size > 1).map(([meaning]) => meaning)
    expect(split.length / forms.size, split.slice(0, 40).join("\n")).toBeLessThan(0.02)
  }, 60_000)
})

describe("properties", () => {
  const asked = fc.constantFrom(...allAsked)

  it("never merges different slots", () => {
    fc.assert(
      fc.property(asked, asked, (left, right) => {
        const form = formOf(left.text)
        fc.pre(form !== undefined && left.meaning !== right.meaning)
        expect(formOf(right.text)).not.toBe(form)
      }),
    )
  })

  const full = (text: string) =>
    text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

  it.each<readonly [string, (text: string) => string]>([
    ["capitals", (text) => text.toUpperCase()],
    ["full width", full],
    ["marks", (text) => `  ${text.replace(/[?？]$/u, "")} !!… `],
    ["two spaces", (text) => text.replaceAll(" ", "  ")],
    ["a greeting", (text) => (/^[\x20-\x7e]+$/u.test(text) ? `Hi, ${text}` : text)],
  ])("reads a question with %s as the same one", (_, change) => {
    fc.assert(
      fc.property(asked, ({ text }) => {
        expect(formOf(change(text))).toBe(formOf(text))
      }),
    )
  })

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        read(text)
      }),
    )
  }, 60_000)

  it("refuses 100 KB unread", () => {
    const reading = read("How much is One Piece 105? ".repeat(4_000)).reading
    expect(reading).toMatchObject({ known: false, reason: "too long to be asked twice" })
  })
})

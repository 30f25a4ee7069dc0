/**
 * Lists the spellings by which a text can name a person who made a series: names in either order, surnames that no other
 * person has, pen names as they are read. Pure.
 */
import type { Name } from "./kinds/Kind.ts"

/** Letters of a person's name from which on a misspelling is taken for it. */
const shortestGuessed = 7

/** Letters of a surname, or of a pen name, that is no everyday word. */
const shortestAlone = 5

/** Pen names in Latin letters, as they are read. */
const inKana: Readonly<Record<string, ReadonlyArray<string>>> = { CLAMP: ["クランプ"] }

/** 尾田先生: the first two characters are the surname. */
const behindSurname = ["先生", "作品", "漫画", "マンガ", "さん", "氏", "ワールド"]

export const personNames = (english: string, japanese: string): ReadonlyArray<Name> => {
  const words = english.split(" ")
  const surname = words.at(-1) ?? english
  const turned = [surname, ...words.slice(0, -1)].join(" ")
  const whole = words.length > 1 ? [english, turned, japanese] : [japanese]
  const pen =
    words.length === 1 && english.length >= shortestAlone
      ? [english, ...(inKana[english] ?? [])]
      : []
  const alone = words.length > 1 && surname.length >= shortestAlone ? [surname] : []
  const teacher =
    /^\p{sc=Han}{2}/u.test(japanese) && japanese.length > 2
      ? behindSurname.map((behind) => japanese.slice(0, 2) + behind)
      : []
  const name = (spelling: string, sole: boolean): Name => ({
    kind: "PERSON",
    value: english,
    spelling,
    // "Suzuka" is somebody or something else, not a misspelt Suzuki.
    exact: spelling.length < shortestGuessed,
    sole,
  })
  return [
    ...[...whole, ...pen].map((spelling) => name(spelling, false)),
    // A surname alone is a person only where no other one has it.
    ...[...alone, ...teacher].map((spelling) => name(spelling, true)),
  ]
}

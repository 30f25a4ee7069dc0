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
    japanese.length > 2 && /^\p{sc=Han}{2}/u.test(japanese)
      ? behindSurname.map((behind) => japanese.slice(0, 2) + behind)
      : []
  const names: Array<Name> = []
  const add = (spellings: ReadonlyArray<string>, sole: boolean) => {
    for (const spelling of spellings) {
      // "Suzuka" is somebody or something else, not a misspelt Suzuki.
      const exact = spelling.length < shortestGuessed
      names.push({ kind: "PERSON", value: english, spelling, exact, sole })
    }
  }
  add(whole, false)
  add(pen, false)
  // A surname alone is a person only where no other one has it.
  add(alone, true)
  add(teacher, true)
  return names
}

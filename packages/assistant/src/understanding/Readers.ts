/** Whom a book is for, told by age: "my 8 year old", 小学生. Reads masked, lower-case text. */
import type { Demographic } from "@manga-assist/catalogue"

const childEnglish =
  /\b(?:[3-9]|1[0-2])[\s-](?:years?|yrs?)[\s-]olds?\b|\b(?:kindergart\w{2,6}|toddlers?)\b/u
const childJapanese = /(?<!\d)(?:[3-9]|1[0-2])(?:歳|才)|小学生|幼稚園|園児/u

export const readersOf = (text: string): Demographic | undefined =>
  childEnglish.test(text) || childJapanese.test(text) ? "kodomo" : undefined

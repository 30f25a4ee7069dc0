/**
 * Tells whether a Japanese word that could name what books are about is only said of who asks or reads, or gives the
 * reason: 「高校生の娘に」, 「社会人です」, 「仕事で疲れた」, 「学校の帰りに」. Pure.
 */
import type { Letters } from "@manga-assist/language"
import type { Token } from "../../kinds/Kind.ts"
import { phrase } from "../../lists/Phrases.ts"

const person = phrase("{OFPEOPLE}$")
/** Behind a word for people: they ask, or it is for them. */
const ofPeople = phrase("^{PEOPLEASIDE}")
/** Behind any word: what came of it, or when. */
const ofReasons = phrase("^{PARTICLE}*{REASON}")

const looksAhead = 16

export const isAside = ({ end, start }: Token, { text }: Letters): boolean => {
  const behind = text.slice(end, end + looksAhead)
  return ofReasons.test(behind) || (person.test(text.slice(start, end)) && ofPeople.test(behind))
}

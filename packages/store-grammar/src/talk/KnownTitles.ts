/**
 * Tells of the titles in a text whether they are refused ("not Akira"), known already ("I've read Naruto"), or known while
 * something else is wished for (「コナンは読んだので、それ以外で」). Pure.
 */
import type { Reading, Token } from "@manga-assist/language"
import { hasPattern, type TalkWord, wordPatterns } from "./WordPatterns.ts"

export const excluding = "NOT NO WITHOUT REFUSES".split(" ")
export const excludingBehind = "WITHOUTJA NASHI NOTJA REFUSESJA REFUSES NOTPOS".split(" ")
const nameKinds: ReadonlySet<string> = new Set(["SERIES", "BOOK", "LIKEOF", "PERSON"])
const refusalReach = 3

/** "Not Akira, have it", 「モンスター以外で」; not "Hotaru's Way looks right, how much is no. 1?" */
export const refusesName = (tokens: ReadonlyArray<Token>): boolean =>
  tokens.some(({ kind }, at) => {
    if (kind === "NOTSERIES" || kind === "NOTPERSON") return true
    if (!nameKinds.has(kind)) return false
    const near = [
      ...tokens
        .slice(Math.max(0, at - refusalReach), at)
        .map((token) => [token, excluding] as const),
      ...tokens
        .slice(at + 1, at + 1 + refusalReach)
        // 「じゃなくて、推しの子は？」 corrects what was said before, and refuses nothing of its own.
        .map((token) => [token, excludingBehind] as const),
    ]
    return near.some(([token, list]) => list.includes(token.kind))
  })

const verbs: ReadonlySet<string> = new Set("is are was were would could does".split(" "))

/** "Is Golden Kamuy too violent?", not "Golden Kamuy is too violent". */
export const asksOfName = ({ cut, letters: { text } }: Pick<Reading, "cut" | "letters">): boolean =>
  cut
    .slice(
      0,
      Math.max(
        0,
        cut.findIndex(({ kind }) => nameKinds.has(kind)),
      ),
    )
    .some(({ end, start }) => verbs.has(text.slice(start, end)))

/** "I've already read Naruto." */
const known = wordPatterns(`
  TALK=known
  STILL READ|HAVE|OWN
  OPENED SERIES|BOOK
  I READ|OWN
  I STILL~ HAVE SERIES
  THEY=person STILL~ READ|HAVE|OWN SERIES
  THEY=person ALL SERIES
  ^ AND~ THEY=person STILL~ SERIES $
  ^ AND~ ALL~ MINE ALL~ SERIES
  ^ TALK=known|READ SERIES
  SERIES|BOOK TOPIC|ALSOJA~ TALK=known|READ
  PERSON YATSU|THEY|MANGA|WORKS~ TOPIC|ALSOJA~ TALK=known|READ|OPENED
  SERIES I TALK=known|READ|HAVE|OWN
  SERIES THEY~ STILL $
  THEY=others|ALSOJA=others
  SERIES|BOOK TOPIC|ALSOJA~ ALSOJA~ OPENED
`)
const readKinds: ReadonlySet<string> = new Set(["READ", "OWN", "OPENED"])
const otherKinds: ReadonlySet<string> = new Set(["ELSE", "REFUSESJA", "WITHOUTJA"])

/** 「コナンは全部読んだので、それ以外で」: a title, that it is known, and that something else is wished for. */
export const wishesOther = (words: ReadonlyArray<TalkWord>): boolean => {
  const named = words.findIndex(({ kind }) => nameKinds.has(kind))
  const read = words.findIndex(({ key, kind }) => key === "TALK=known" || readKinds.has(kind))
  return (
    named >= 0 &&
    read >= 0 &&
    words.some(
      ({ key, kind }, at) =>
        at > Math.max(named, read) &&
        (otherKinds.has(kind) || key === "ALSOJA=others" || key === "THEY=others"),
    )
  )
}

/** Is it told that a title is known? */
export const isKnown = (words: ReadonlyArray<TalkWord>): boolean => hasPattern(words, known)

/**
 * Finds the volumes that a text within a conversation names by bare numbers, and what it does with each: 16巻も欲しい adds
 * one, "leave out 5" and 15巻いらん drop one, "make it 1 to 6" and 6巻まで name a run, "7 as an ebook and 8 on paper" gives each
 * its edition. Which books these are of is for the caller to say. Pure.
 */
import type { Reading } from "@manga-assist/language"
import { type TalkWord, talkWordsOf } from "./WordPatterns.ts"

export type Edition = "digital" | "paperback"

/** A volume, or the last that there is. */
export type NamedVolume = number | "last"

export interface VolumeNamed {
  readonly from: NamedVolume
  /** The last of a run. */
  readonly to: NamedVolume | undefined
  /** Of a run whose beginning is not said: 「6巻まで」. */
  readonly upTo: boolean
  readonly edition: Edition | undefined
  readonly dropped: boolean
}

export interface VolumeEdits {
  readonly named: ReadonlyArray<VolumeNamed>
  /** 「16巻も」, "throw in 6": beside what was spoken of. */
  readonly adds: boolean
  /** By a verb, and not only by "too". */
  readonly addsSurely: boolean
  /** 「16巻だけ」: nothing else. */
  readonly only: boolean
}

const counted: ReadonlySet<string> = new Set(
  `SATSU KEN WORKS YEN COPY PERVOL MANGA DAYS YEARS FORMAT=box-set ORDER ?=番 ?=月 ?=日 ?=年 ?=人 ?=歳 ?=緒 ?=部 ?=円 TALK=rank #th
  THEY=one THEY=ones TIME BOOKS`.split(/\s+/u),
)
const volumeWords: ReadonlySet<string> = new Set("VOLWORD VOLS DAIKAN VOLUME".split(" "))
const lastWords: ReadonlySet<string> = new Set("LASTJA VLAST LASTVOL".split(" "))
const ends: ReadonlySet<string> = new Set(
  "TALK=bottom THEY=last LAST= LATESTJA= LATEST=".split(" "),
)
const spans: ReadonlySet<string> = new Set("TO KARAJA ?=~ ~ ?=- ATMOST=".split(" "))
const dropping: ReadonlySet<string> = new Set(
  "REFUSES REFUSESJA WITHOUT WITHOUTJA NOTWITH EXCEPT RELEASE=forget TALK=forget TALK=drop TALK=known REMOVEITEM NOT".split(
    " ",
  ),
)
const droppingBehind: ReadonlySet<string> = new Set(
  "REFUSESJA WITHOUTJA TALK=forget TALK=drop TALK=known NAI".split(" "),
)
const adding: ReadonlySet<string> = new Set("TALK=add ADDITEM".split(" "))
const also: ReadonlySet<string> = new Set(["ALSOJA=", "THEY=also", "TALK=also", "WITH="])
/** Stand between a word that drops and what it drops. */
const between: ReadonlySet<string> = new Set(
  "THE VOLWORD VOLS LOOKFOR MINE TOPIC NUM KAN".split(" "),
)
const mostBetween = 3
const mostVolumes = 999

const isOf = (kinds: ReadonlySet<string>, word: TalkWord | undefined): boolean =>
  word !== undefined && (kinds.has(word.kind) || kinds.has(word.key))

interface Found {
  readonly value: NamedVolume
  /** Places of its first word, and of the word behind it. */
  readonly first: number
  readonly behind: number
}

/** Written as a number of a volume, or at the end of the series. */
const foundAt = (
  words: ReadonlyArray<TalkWord>,
  at: number,
  written: ReadonlySet<number>,
): Found | undefined => {
  const [before, here, next] = [words[at - 1], words[at], words[at + 1]]
  if (here === undefined) return undefined
  if (isOf(lastWords, here)) return { value: "last", first: at, behind: at + 1 }
  const isEnd = isOf(ends, here) && (before?.kind === "KARAJA" || before?.kind === "TO")
  if (isEnd) return { value: "last", first: at, behind: at + 1 }
  const value = Number(here.value)
  if (here.kind !== "NUM" || !written.has(here.start) || !(value > 0) || value > mostVolumes) {
    return undefined
  }
  if (next?.kind === "KAN") return { value, first: at, behind: at + 2 }
  const isMarked = isOf(volumeWords, before)
  return isMarked || !(isOf(counted, next) || before?.kind === "ALL")
    ? { value, first: isMarked ? at - 1 : at, behind: at + 1 }
    : undefined
}

const isEdition = (value: string): value is Edition => value === "digital" || value === "paperback"

const editionIn = (words: ReadonlyArray<TalkWord>): Edition | undefined => {
  for (const { kind, value } of words) if (kind === "FORMAT" && isEdition(value)) return value
  return undefined
}

/** "Leave out number 5" */
const isDroppedBefore = (words: ReadonlyArray<TalkWord>, first: number): boolean => {
  for (let at = first - 1; at >= Math.max(0, first - mostBetween); at--) {
    if (isOf(dropping, words[at])) return true
    if (!isOf(between, words[at])) return false
  }
  return false
}

/** 「15巻はいらない」 */
const isDroppedBehind = (words: ReadonlyArray<TalkWord>): boolean =>
  words.slice(0, mostBetween).some((word) => isOf(droppingBehind, word))

export const volumeEditsOf = (reading: Reading): VolumeEdits => {
  const words = talkWordsOf(reading)
  const written = new Set(reading.cut.flatMap(({ kind, start }) => (kind === "NUM" ? [start] : [])))
  const found: Array<{ one: Found; to?: Found; upTo: boolean }> = []
  for (let at = 0; at < words.length; at++) {
    const one = foundAt(words, at, written)
    if (one === undefined) continue
    const to = isOf(spans, words[one.behind]) ? foundAt(words, one.behind + 1, written) : undefined
    const isUpTo = to === undefined && words[one.behind]?.kind === "ATMOST"
    found.push({ one, upTo: isUpTo, ...(to === undefined ? {} : { to }) })
    at = (to ?? one).behind - 1
  }
  const isLatin = words.every(({ kind }) => kind !== "KAN" && kind !== "TOPIC")
  const named = found.map(({ one, to, upTo }, index): VolumeNamed => {
    const behind = words.slice((to ?? one).behind, found[index + 1]?.one.first)
    const edition = editionIn(behind)
    const dropped = isLatin ? isDroppedBefore(words, one.first) : isDroppedBehind(behind)
    return {
      from: one.value,
      to: to?.value,
      upTo,
      edition,
      dropped,
    }
  })
  const addsSurely = words.some((word) => isOf(adding, word))
  return {
    named,
    addsSurely,
    adds: addsSurely || words.some((word) => isOf(also, word)),
    only: words.some(({ key, kind }) => key === "TALK=only" || kind === "ONLY"),
  }
}

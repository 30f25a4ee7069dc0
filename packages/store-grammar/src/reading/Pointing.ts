/**
 * How a text refers to the conversation: by position ("the second one", 最後のやつ), by number ("8?"), to a person, to all
 * or the rest of what was shown, by a description, or as a yes. Read only inside a conversation.
 *
 * Pure; linear in the text. Titles are ignored: "Second Love" refers to nothing.
 */
import { longPattern } from "./LongPattern.ts"
import type { StoreReading } from "./Reading.ts"
import * as kinds from "./Kinds.ts"
import { unknownWords } from "./Reference.ts"
import { byKind, type Said, says } from "./Said.ts"
import { wordsAroundTitles } from "./Titles.ts"

export interface Pointing {
  /** "The second one", "the last one": counted from 0, from the front or from the end. */
  readonly place?: { readonly at: number; readonly fromEnd: boolean }
  /** Says "one" or つ beside the place, or nothing but the place: of things, not of volumes. */
  readonly ofThings: boolean
  /** "The first two": so many from the front. */
  readonly first?: number
  /** "Both", "the two", "which of them", 両方: all that was shown. */
  readonly all: boolean
  /** "The other one", もう一つ. */
  readonly other: boolean
  /** "The others", "anything else", ほかには: what was not shown yet. */
  readonly others: boolean
  /** "That author", "by her", 同じ作者. */
  readonly person: boolean
  readonly next: boolean
  readonly previous: boolean
  /** "The one after the seventh". */
  readonly after?: number
  /** "It", "that one", それ. */
  readonly back: boolean
  /** "The one about jellyfish": which of several is told by what it is like. */
  readonly describes: boolean
  /** Numbers and no volume word: "is 14 in stock?", "7 and 8?" */
  readonly numbers: ReadonlyArray<number>
  /** "The shorter one", 長い方. */
  readonly measure?: "longer" | "newer" | "older" | "shorter"
  /** "All of it", 全部まとめて. */
  readonly whole: boolean
  /** "The latest one": the newest volume. */
  readonly latest: boolean
  /** "Great, thank you", なるほど: asks for nothing. */
  readonly acknowledges: boolean
  /** "It should be finished", 完結してるのがいい: wishes, though it points back. */
  readonly wants: boolean
  /** "Yes, please", はい. */
  readonly agrees: boolean
  /** "Why?", なんで. */
  readonly why: boolean
  /** Says only which, not what is asked: "and volume 5?", "how about Monster?", "digital?". */
  readonly bare: boolean
  /** "Romance instead", やっぱり: what was wished before gives way. */
  readonly replaces: boolean
  /** "With magic too", 〜も: what was wished before stays. */
  readonly adds: boolean
  /** "Only finished ones", 少年漫画で: changes a wish, though it names what it is to be about. */
  readonly adjusts: boolean
}

const places: ReadonlyArray<RegExp> = [
  /\b(?:first|1st)\b|最初|はじめの|一番上|(?<![十\d])[一1](?:番目|つ目|個目|冊目|作目|本目)/u,
  /\b(?:second|2nd)\b|(?<![十\d])[二2](?:番目|つ目|個目|冊目|作目|本目)/u,
  /\b(?:third|3rd)\b|(?<![十\d])[三3](?:番目|つ目|個目|冊目|作目|本目)/u,
  /\b(?:fourth|4th)\b|(?<![十\d])[四4](?:番目|つ目|個目|冊目|作目|本目)/u,
  /\b(?:fifth|5th)\b|(?<![十\d])[五5](?:番目|つ目|個目|冊目|作目|本目)/u,
]
const end = /\b(?:the|that) last(?: one)?\b|^(?:and )?last one|最後|一番下/u
const things =
  /\b(?:ones?|of (?:them|these|those)|title|series|manga|suggestion|recommendation|option)\b|つ目|番目|個目|作目|のやつ|の作品|のもの|の方|のほう/u
/** "Started first", "which do I read first", "the first volume": no place in a list. */
const noPlace =
  /\b(?:started|start|read|began|begin|came|come|came out|published|released|out) first\b|\b(?:first|last|second|third|fourth|fifth) (?:vol|book|box|order|time|edition|parcel)|(?:最初|最後|はじめ)(?:の巻|の注文|に)/u
const firstFew =
  /\bfirst (?:(two|2)|(three|3)|(four|4))\b|最初の(?:([2二]つ)|([3三]つ)|([4四]つ))|上の(?:([2二]つ)|([3三]つ)|([4四]つ))/u
const everything =
  /\bboth\b|\bthe two\b|\b(?:all|each|any|which|either|one|some|how many) of (?:them|these|those)\b|\bthe three\b|\bthe pair\b|\btogether\b|\bthey all\b|両方|どちらも|どっちも|それぞれ|[二2]つとも|[三3]つとも|全部で|その中|この中|そのうち|このうち/u
const otherOne =
  /\bthe other (?:one|series|manga|book|title|edition|version|format)\b|\bthe other$|もう一つ|もうひとつ|もう一方|もう片方|他方/u
const otherOnes =
  /\b(?:the )?others\b|\b(?:any|some)(?:thing)? (?:else|other)\b|\bwhat else\b|\bother (?:ideas|ones|titles|suggestions|options|manga|series|books|works)\b|\b(?:some|any|show me|a few) more\b|\banother(?: one)?\b|\bmore (?:like|of)\b|\bdifferent ones?\b|ほかに|他に|ほかの|他の|別の|もっと(?:ある|見|教|ない)|それ以外/u
const people = longPattern(String.raw`
    \b(?:her|his|him|hers|he|she|their)\b|\b(?:that|this|the same|same) (?:author|mangaka|artist
    |writer|creator|man|woman|guy|person|people)\b|\bthe (?:author|mangaka|artist) s\b|\bthe (?:author
    |mangaka|artist|writer)\b.*\b(?:else|besides|other|more)\b|(?:その|この|同じ)(?:作者|作家|著者|漫画家|人
    |先生)|作者(?:の|が)|彼女|彼の|彼が|先生の
  `)
const nextOne =
  /\bnext(?: one| volume| book)?\b|\bthe one after\b|次の?(?:巻|やつ|は|が|って)?|続き|つづき/u
const previousOne =
  /\b(?:the )?(?:one|order|volume|book|parcel) before\b|\bprevious\b|\bbefore that\b|その前|一つ前|ひとつ前|1つ前|前の(?:巻|注文|やつ)/u
const description = longPattern(String.raw`
    \bthe (?:one|series|manga|book|title) (?:about|with|where|in which|that|who|set|on|of the
    |from|by)\b|\bwhich (?:one |of (?:them|these|those|the \w+) )?(?:is|has|was|deals|are|one s) (?:about
    |with|set)?|\bthe \p{L}+(?: \p{L}+)? (?:one|manga|series)\b|のやつ|のほう|の方|の話の|のは(?:どれ|どっち|どちら)
    |どれ|の(?:漫画|マンガ|作品|話|本)(?:は|って)?$
  `)
const afterWhich = /\bafter (?:the |volume |number )*(\d{1,3})|(\d{1,3})巻?の(?:次|つぎ)/u

const agreement =
  /^(?:yes|yeah|yep|sure|ok|okay|please do|go ahead|sounds good|why not|of course|absolutely|yes please)(?: (?:please|thanks|thank you|do|go ahead|i would|tell me(?: more)?|sure))*$|^(?:はい|うん|ええ|お願い|ぜひ|是非|そうですね)(?:[、 ]*(?:お願いします|お願い|ぜひ|是非|教えてください|詳しく|頼みます))*$/u
const newestOne =
  /\b(?:latest|newest|most recent)(?: one| volume| book)?\b|最新(?:刊|巻)|一番新しい(?:の|巻|やつ)/u
const measuredOnes = [
  ["shorter", /\bthe short(?:er|est) (?:one|of|series|manga)\b|短い(?:方|ほう)/u],
  ["longer", /\bthe long(?:er|est) (?:one|of|series|manga)\b|長い(?:方|ほう)/u],
  ["older", /\bthe old(?:er|est) (?:one|of|series|manga)\b|古い(?:方|ほう)/u],
  ["newer", /\bthe new(?:er) (?:one|of|series|manga)\b|新しい(?:方|ほう)/u],
] as const
const wholeThing =
  /\ball of it\b|\b(?:entire|whole|full|complete) (?:thing|set|series|run|lot|collection)\b|\b(?:all|every)(?: the| of the)? volumes?\b|全部|全巻|まとめて|一式/u
const acknowledgement =
  /^(?:(?:ok|okay|oh|ah|great|good|nice|cool|perfect|lovely|wonderful|awesome|excellent|fine|alright|right|got it|i see|understood|thanks?|thank you|thx|cheers|so much|very much|a lot|very|that s|all|then|for (?:the|your) (?:help|info|information)|you re|are|the best|helpful) ?)+$|^(?:なるほど|了解(?:です|しました)?|わかりました|分かりました|ありがとう(?:ございます|ございました)?|助かり(?:ます|ました)|いいですね|そうですか|どうも|すごい|よかった|[ 、。])+$/u
const wanting =
  /\b(?:should|must|has to|have to|needs? to be|ought to|would be nice|prefer|ideally|want|wish|let it be)\b|(?:が|の)(?:いい|良い|よい)(?:な|です|かな)?$|(?:ほしい|欲しい|希望|お願い|てれば|ていれば|なら)/u

const reason =
  /^(?:and |but )?(?:why|how come|why is that|why that one|why this one)\b|^(?:なんで|なぜ|どうして)/u
const instead =
  /\binstead\b|\bactually\b|\brather\b|\bchange (?:it|that|my mind)\b|\bmake (?:it|that)\b|\bon second thought\b|\bscratch that\b|\bno,? wait\b|\bchanged my mind\b|やっぱり?|やはり|じゃなくて|ではなくて|ではなく|じゃなく|代わりに|かわりに|変えて|変更/u
const besides =
  /\b(?:with|also|too|as well|plus|and|more|preferably|ideally|but|only|about|set in|has|have)\b|も(?:いい|良い|欲しい|ほしい|あると|入って|あり)|出てくる|要素|あると|うれしい|嬉しい|できれば|なら(?:もっと|尚)/u

const changing =
  /\b(?:also|too|as well|only|just|make (?:it|that|them)|let s say)\b|も(?!っと|う|の)|(?:あると|あれば|だと)(?:いい|うれし|嬉し)|(?:で|でお願いします?|がいい(?:な|です|かな)?|希望(?:です)?|にして|に限定(?:して)?)$/u

/** Kinds that say which thing is meant, or nothing. */
const modifying: ReadonlySet<string> = new Set(
  `
  SERIES BOOK LATESTOF LASTOF NEXTOF NEWOF VOLUME VOLWORD VLATEST VLAST VNEXT VNEW NUM ORD KEN FORMAT FORMATS LANGUAGE
  COMPLETESET PLACE IT THAT THEY AND OR BUT ALSOJA WHATIF CONTINUE HOW ABOUT HOWABOUT PREDICATE NOHOU YATSU KUDASAI
  TOPIC THE WHAT LATEST OTHERWAY OPENED UNOPENED METHOD NEXT MINE I TO IN DIGITALLY STILL TELL`
    .split(/\s+/u)
    .filter(Boolean),
)

const isSayingNothing =
  /^(?:ok|okay|and|then|so|well|now|please|hm+|oh|before|after|previous|next|both|片|方|番|目|じゃ|では|えっと)$/u

/** "Do you know Monster?" is a question of its own. */
const asksToTell = /\b(?:know|heard|seen|tell|show|read)\b|知って|教えて|知りたい|読/u

const bareOf = (
  { reading }: StoreReading,
  words: string,
  unknown: ReadonlyArray<string>,
): boolean =>
  reading.cut.length > 0 &&
  !asksToTell.test(words) &&
  reading.tokens.every(({ kind }) => modifying.has(kind) || kind === "?") &&
  unknown.every((word) => isSayingNothing.test(word))

const placeIn = (words: string): Pointing["place"] => {
  if (noPlace.test(words)) return undefined
  const at = places.findIndex((pattern) => pattern.test(words))
  if (at >= 0) return { at, fromEnd: false }
  return end.test(words) ? { at: 0, fromEnd: true } : undefined
}

const firstOf = (words: string): number | undefined => {
  const found = firstFew.exec(words)
  if (found === null) return undefined
  const at = found.slice(1).findIndex((group) => group !== undefined)
  return 2 + (at % 3)
}

const mostVolumes = 999

/** In figures: the "one" of "the latest one" is none. */
const numbersIn = (said: Said, words: string): ReadonlyArray<number> =>
  (said["NUM"] ?? []).filter((value) => words.includes(value)).map(Number)

export const pointingOf = (asked: StoreReading): Pointing => {
  const { letters, tokens } = asked.reading
  const said = byKind(tokens)
  const unknown = unknownWords(tokens, letters)
  const words = wordsAroundTitles(asked.reading)
  const first = firstOf(words)
  const place = first === undefined ? placeIn(words) : undefined
  const numbers = numbersIn(said, words)
  const measure = measuredOnes.find(([, pattern]) => pattern.test(words))?.[0]
  const [, english, japanese] = afterWhich.exec(words) ?? []
  const after = english ?? japanese
  const isAll = first === undefined && everything.test(words)
  return {
    ...(place === undefined ? {} : { place }),
    ...(first === undefined ? {} : { first }),
    numbers: numbers.every((number) => number <= mostVolumes) ? numbers : [],
    ...(after === undefined ? {} : { after: Number(after) }),
    ofThings: things.test(words),
    all: isAll,
    other: otherOne.test(words),
    others: !otherOne.test(words) && (otherOnes.test(words) || says(said, ["ELSE"])),
    person: people.test(words) || says(said, ["SAMEAUTHOR"]),
    next: nextOne.test(words) || says(said, ["VNEXT"]),
    previous: previousOne.test(words),
    back: says(said, kinds.pointers),
    describes: description.test(words),
    ...(measure === undefined ? {} : { measure }),
    whole: wholeThing.test(words),
    latest: newestOne.test(words),
    acknowledges: acknowledgement.test(words),
    wants: wanting.test(words),
    agrees: agreement.test(words),
    why: reason.test(words),
    bare: bareOf(asked, words, unknown),
    replaces: instead.test(words),
    adds: besides.test(words),
    adjusts: changing.test(words),
  }
}

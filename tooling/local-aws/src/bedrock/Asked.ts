/**
 * Analyses what a question asks, by patterns over its own words: facts of books, policies, orders, or things that the
 * store does not know (sales figures, spoilers). A question is split into parts that are read separately: "How much is
 * it, and who wrote it?" asks twice.
 */
import { namesIn } from "./embedding/CatalogueNames.ts"
import { vocabularies } from "./language/Vocabularies.ts"
import { fold, withoutTitles } from "./language/QuestionText.ts"
import { moneyIn } from "./Money.ts"
import { surePolicies } from "./PolicyChoice.ts"
import { type Prompt } from "./PromptReader.ts"
import { reckons } from "./Reckoning.ts"
import {
  type Aspect,
  aspects,
  measures,
  type Measure,
  type Unknown,
  unknowns,
} from "./language/Vocabulary.ts"

type Tested =
  | "order"
  | "bought"
  | "arrives"
  | "wants"
  | "carries"
  | "chooses"
  | "likens"
  | "asks"
  | "tells"

export const says = (text: string, what: Tested): boolean =>
  vocabularies.some((vocabulary) => vocabulary[what].test(text))

/** Of a text in which `§` stands for each title. */
export const hasTitle = (text: string): boolean => text.includes("§")

export interface Part {
  readonly text: string
  /** It says how things are, and asks for nothing. */
  readonly told: boolean
  readonly aspects: ReadonlyArray<Aspect>
  readonly unknown: Unknown | undefined
  readonly policies: ReadonlyArray<string>
  /** Of the asker's own order: surely, or because something was bought or arrives. */
  readonly order: "surely" | "perhaps" | "no"
}

export interface Asked {
  /** Folded, with `§` for each title that is known. */
  readonly text: string
  readonly parts: ReadonlyArray<Part>
  readonly measure: Measure | undefined
  /** Of the newest volume of a series. */
  readonly newest: boolean
  /** Of numbered volumes. */
  readonly numbered: boolean
  /** What something costs, in words. */
  readonly asksPrice: boolean
  /** Of every volume that there is. */
  readonly wantsAll: boolean
  /** Of every volume in one part, and of numbered ones in another: 「全巻の値段と、13巻の発売日」. */
  readonly wantsAllBeside: boolean
  /** Of somebody's life, told in two parts: 「原作者、いまどんな新連載を」. */
  readonly ofPerson: boolean
  /** Of what comes behind the volumes that are named. */
  readonly asksRest: boolean
  /** How many there are of something. */
  readonly counts: boolean
  /** Of volumes that no box set holds. */
  readonly unboxed: boolean
  /** Of prices that were told before: their difference, or change. */
  readonly reckons: boolean
  /** Words for which nobody here has a meaning. */
  readonly leftOver: ReadonlyArray<string>
}

/** Words that mean little beside another question. */
const weak: ReadonlySet<Aspect> = new Set(["about", "copies"])

const aspectsOf = (text: string): ReadonlyArray<Aspect> => {
  const found = aspects.filter((aspect) =>
    vocabularies.some((vocabulary) => vocabulary.aspects[aspect].test(text)),
  )
  const strong = found.filter((aspect) => !weak.has(aspect))
  if (strong.length === 0) return found
  // "How many copies are left" counts; "how much is a copy" does not.
  return strong.includes("stock") ? found.filter((aspect) => aspect !== "about") : strong
}

/** What speaks of books or of an order is not beside the store's trade. */
const ofTheStore =
  /[§¶]|\b(?:manga|books|(?:a|an|the|this|that|any|which|each|one|new|good) book|volumes?|vols?|comics?|orders?|titles?|series|(?:to|i|he|she|they) read|reading)\b|漫画|マンガ|コミック|本|巻|注文|読(?!者)/u

const unknownOf = (text: string, question: string): Unknown | undefined =>
  unknowns.find(
    (unknown) =>
      vocabularies.some((each) => each.unknowns[unknown].test(text)) &&
      (unknown !== "offTopic" || !ofTheStore.test(question)) &&
      // "How much do I get back?" of a sum that is paid.
      (unknown !== "restock" || moneyIn(question)?.asksChange !== true),
  )

/** "How long until my order arrives if I order now?" */
const yetToOrder =
  /\b(?:if|when|once|should) (?:i|we) (?:\w+ )?(?:order|buy|pay|purchase|place)\b|(?:注文|購入|予約)(?:すれば|したら|した場合|すると)/u

const orderOf = (text: string, question: string): Part["order"] => {
  if (yetToOrder.test(question) && !/\b(?:already|ma-\d)/u.test(question)) return "no"
  if (says(text, "order")) return "surely"
  return says(text, "bought") || says(text, "arrives") ? "perhaps" : "no"
}

/** With the mark at its end. */
const sentence = /(?:[^?!。;.]|\.(?!\s|$))+[?!。;.]*/gu

interface Cut {
  readonly text: string
  /** It asks nothing itself, and another part does: "My sister lost her job. Anything uplifting?" */
  readonly told: boolean
}

/** A fragment of a sentence may ask by itself: "Posters of it?", "Posters." */
const mostOfFragment = 12

const cut = (text: string): ReadonlyArray<Cut> => {
  const parts = (text.match(sentence) ?? []).flatMap((each) => {
    const cuts = vocabularies
      .reduce<ReadonlyArray<string>>(
        (found, vocabulary) => found.flatMap((part) => part.split(vocabulary.cut)),
        [each],
      )
      .map((part) => part.trim())
      .filter((part) => part !== "")
    const mark = each.includes("?") ? "?" : ""
    return cuts.map((part, at) => {
      const written = at === cuts.length - 1 ? part + mark : part
      return {
        text: part,
        asks: says(written, "asks"),
        tells: part.length > mostOfFragment && says(part, "tells"),
      }
    })
  })
  return parts.map(({ asks, tells, text: part }, at) => ({
    text: part,
    told: !asks && tells && parts.some((other, index) => index !== at && !other.tells),
  }))
}

const partOf = (prompt: Prompt, { text, told }: Cut, question: string): Part => {
  const policies = surePolicies(prompt, text)
  const unknown = told ? undefined : unknownOf(text, question)
  return {
    text,
    told,
    aspects: aspectsOf(text),
    // "What happens if it is damaged?" is not about a story.
    unknown: unknown === "ending" && policies.length > 0 ? undefined : unknown,
    policies,
    order: orderOf(text, question),
  }
}

/** "I've finished 12. When is 13 out?" does not ask whether something is finished. */
const withoutTold = (parts: ReadonlyArray<Part>): ReadonlyArray<Part> =>
  parts.some(({ aspects: of, told }) => !told && of.length > 0)
    ? parts.map((part) => (part.told ? { ...part, aspects: [] } : part))
    : parts

const latinWord = /[a-z]{3,}/gu
const japaneseWord = /[\p{sc=Han}\p{sc=Katakana}ー]{2,}/gu
const plainJapanese =
  /漫画|マンガ|まんが|コミックス?|作品|教え|知り|情報|詳し|今|私|シリーズ|最新刊?|新刊|第|巻|冊|本|店|何|見せ|一番|最後|最終|最初|全部|全巻|全て|方|人|皆|願い/gu

/** Words for which nobody here has a meaning. */
export const leftOverOf = (text: string): ReadonlyArray<string> => {
  let rest = text
  for (const vocabulary of vocabularies) {
    for (const pattern of [...Object.values(vocabulary.aspects), vocabulary.wants]) {
      rest = rest.replaceAll(new RegExp(pattern.source, "gu"), " ")
    }
    rest = rest.replaceAll(vocabulary.plain, " ")
  }
  rest = rest.replaceAll(plainJapanese, " ")
  return [...(rest.match(latinWord) ?? []), ...(rest.match(japaneseWord) ?? [])]
}

const isNumbered = /\d+\s*巻|\bvol(?:ume)?s?\.? ?\d|§ ?\d/u
const asksAllBeside = (parts: ReadonlyArray<Part>): boolean =>
  parts.some(({ text }) => isNumbered.test(text)) &&
  parts.some(
    ({ aspects: of, text }) =>
      !isNumbered.test(text) &&
      (of.includes("price") || of.includes("total")) &&
      vocabularies.some(({ wantsAll }) => wantsAll.test(text)),
  )

const isUnboxed =
  /入って(?:い)?ない|入らない|含まれ(?:て)?(?:い)?ない|漏れ|\b(?:in no|in none|none of|not in|outside)\b[^.?]*\bbox/u

export const askedOf = (prompt: Prompt): Asked => {
  const text = withoutTitles(prompt.question)
  const own = cut(text).map((part) => partOf(prompt, part, text))
  // Where the meaning only names what is meant, the customer's own words say what is asked of it.
  const namesOnly = own.every(
    ({ aspects: of, policies, unknown }) =>
      policies.length === 0 && unknown === undefined && of.every((aspect) => aspect === "about"),
  )
  const said = namesOnly && prompt.said !== prompt.question ? withoutTitles(prompt.said) : ""
  const spoken = cut(said)
    .map((part) => partOf(prompt, part, said))
    .filter(({ aspects: of }) => of.length > 0)
  const parts = withoutTold(spoken.length > 0 ? spoken : own)
  const asking = parts.flatMap((part) => (part.told ? [] : [part.text])).join("; ")
  return {
    text,
    parts,
    asksPrice:
      parts.some(({ aspects: of }) => of.includes("price") || of.includes("total")) ||
      moneyIn(text) !== undefined,
    measure: measures.find((measure) =>
      vocabularies.some((vocabulary) => vocabulary.measures[measure].test(text)),
    ),
    newest: vocabularies.some(({ newest }) => newest.test(text)),
    numbered: namesIn(prompt.question).volumes.length > 0,
    wantsAll: vocabularies.some(({ wantsAll }) => wantsAll.test(text)),
    wantsAllBeside: asksAllBeside(parts),
    ofPerson: vocabularies.some(({ unknowns: of }) => of.person.test(asking)),
    asksRest: vocabularies.some(({ asksRest }) => asksRest.test(text)),
    counts: vocabularies.some(({ counts }) => counts.test(text)),
    unboxed: isUnboxed.test(text),
    reckons: reckons(fold(prompt.said), prompt.past),
    leftOver: leftOverOf(text),
  }
}

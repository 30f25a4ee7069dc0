/**
 * The rules of the store in its own words: topics of sentences in both languages, each tagged by the details that it
 * holds (`fee`, or `fee=abroad` for one place alone). The one source for the system prompt, for questions that they
 * answer, and for answers while no model can be reached.
 *
 * A question wholly about details that a topic holds is answered by their sentences, the asked one first.
 */
import { mangaShop, type Shop } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { RulesAsked } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import { destinationOfPlace } from "./ShippingRules.ts"

export type StoreRules = Shop["rules"]
type Rule = StoreRules[string][number]

/** The manga shop's. */
export const storeRules: StoreRules = mangaShop().rules

const joined = (sentences: ReadonlyArray<Rule>, locale: Locale): string =>
  sentences.map((rule) => rule[locale]).join(locale === "ja" ? "" : " ")

/** All sentences of a topic; `undefined` where there is none of that name. */
export const wholeTopic = (of: StoreRules, topic: string, locale: Locale): string | undefined => {
  const sentences = of[topic]
  return sentences && joined(sentences, locale)
}

type Value = RulesAsked["values"][number]

/** What sentences are tagged by: of a place only whether it is in Japan. */
const tagOf = ({ kind, value }: Value): string =>
  kind === "PLACE" ? destinationOfPlace(value) : value

const tells = (tag: string | undefined): string | undefined => tag?.split("=", 1)[0]

/** Those that tell the detail first stand in front. */
const withTag = (sentences: ReadonlyArray<Rule>, tag: string): ReadonlyArray<Rule> => {
  const isFirst = ({ details: [first] }: Rule) => Number(tells(first) === tells(tag))
  return sentences
    .filter(({ details }) => details.includes(tag))
    .toSorted((left, right) => isFirst(right) - isFirst(left))
}

/** For values that sentences tell apart, theirs; `=other` is for any value that none of them names. */
const holding = (
  sentences: ReadonlyArray<Rule>,
  detail: string,
  values: ReadonlyArray<string>,
): ReadonlyArray<Rule> => {
  const others = withTag(sentences, `${detail}=other`)
  const ofValues = values.flatMap((value) => {
    const own = withTag(sentences, `${detail}=${value}`)
    return own.length > 0 ? own : others
  })
  return ofValues.length > 0 ? ofValues : withTag(sentences, detail)
}

/** `undefined`: a detail is asked for that no sentence holds. */
export const answerByRules = (
  of: StoreRules,
  { details, topic, values }: RulesAsked,
  locale: Locale,
): string | undefined => {
  const sentences = of[topic] ?? []
  const held = details.map((detail) => holding(sentences, detail, values.map(tagOf)))
  return held.some((each) => each.length === 0)
    ? undefined
    : joined([...new Set(held.flat())], locale)
}

/** `undefined`: the question asks for something else, or for more than the rules hold. */
export const toldByRules = (
  of: StoreRules,
  { locale, rules: asked = [] }: Question,
): string | undefined => {
  const told = asked.map((each) => answerByRules(of, each, locale))
  return told.length === 0 || told.includes(undefined)
    ? undefined
    : told.join(locale === "ja" ? "" : " ")
}

/**
 * The rules of the store in its own words: topics of sentences in both languages, each tagged by the details that it
 * holds (`fee`, or `fee=abroad` for one place alone). The one source for the system prompt, for questions that they
 * answer, and for answers while no model can be reached.
 *
 * A question wholly about details that a topic holds is answered by their sentences, the asked one first.
 */
import type { Locale } from "@manga-assist/protocol"
import type { RulesAsked } from "@manga-assist/store-grammar"
import { Schema } from "effect"
import rules from "./rules.json" with { type: "json" }
import type { Question } from "../reading/Question.ts"
import { destinationOfPlace } from "./ShippingRules.ts"

const Rule = Schema.Struct({
  /** The detail that it tells first stands first. */
  details: Schema.NonEmptyArray(Schema.String),
  en: Schema.NonEmptyString,
  ja: Schema.NonEmptyString,
})
type Rule = typeof Rule.Type

/** By topic. */
export const StoreRules = Schema.Record(Schema.String, Schema.NonEmptyArray(Rule))
export type StoreRules = typeof StoreRules.Type

export const storeRules: StoreRules = Schema.decodeUnknownSync(StoreRules)(rules)

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

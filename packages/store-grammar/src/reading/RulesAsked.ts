/**
 * Recognises a question that asks for details of the store's rules and for nothing else: shipping and its fee, returns
 * and their time. Each word has to belong to a detail that is asked for, or to disturb nothing; a word that no list
 * explains, a title, or what goes on with the customer's own order leaves the question to the model. Pure.
 */
import { kindsIn, type Token } from "../kinds/Kind.ts"
import { patternsIn } from "../lists/PatternFiles.ts"
import { type DetailLine, type Kinds, type TopicBlock, topicFile } from "../lists/TopicFile.ts"

/** What is asked of one topic, the detail that is asked first in front. */
export interface RulesAsked {
  readonly topic: string
  readonly details: ReadonlyArray<string>
  /** Values in the question, by the kind of their word: `PLACE` of `CA`, `METHOD` of `paypal`. */
  readonly values: ReadonlyArray<{ readonly kind: string; readonly value: string }>
}

const file = topicFile(patternsIn("rules.topics"))
const harmless = file.list("")
const own = file.list("own")
const way = file.list("way")
const state = file.list("state")
const pointers = file.list("it")
const things = file.list("thing")
const measures = file.list("measure")
const leaning: Kinds = new Set(kindsIn("AND OR BUT ALSOJA"))

/** Every topic and detail that can be asked for. */
export const ruleDetails: ReadonlyArray<readonly [topic: string, detail: string]> =
  file.topics.flatMap(({ lines, topic }) =>
    [...new Set(lines.map(({ detail }) => detail))].map((detail) => [topic, detail] as const),
  )

/** Longer questions ask for more than a rule. */
const mostWords = 24

const has = (kinds: Kinds, { kind, value }: Token): boolean =>
  kinds.has(kind) || kinds.has(`${kind}=${value}`)

const isSaid = (needs: ReadonlyArray<Kinds>, tokens: ReadonlyArray<Token>): boolean =>
  needs.every((need) => tokens.some((token) => has(need, token)))

const any = (tokens: ReadonlyArray<Token>, kinds: Kinds): boolean =>
  tokens.some((token) => has(kinds, token))

/** "it" that nothing was named for before, or a beginning that goes on with what was said. */
const leansOnMore = (tokens: ReadonlyArray<Token>): boolean => {
  if (any(tokens.slice(0, 1), leaning)) return true
  return tokens.some(
    (token, at) =>
      has(pointers, token) &&
      !any(tokens.slice(0, at), things) &&
      !(at > 1 && any(tokens.slice(at - 1, at), measures)),
  )
}

/** What became of the customer's own things, and not what may be done with them. */
const asksForOwn = (tokens: ReadonlyArray<Token>): boolean =>
  any(tokens, own) && (!any(tokens, way) || any(tokens, state))

interface Fit {
  readonly block: TopicBlock
  readonly lines: ReadonlyArray<DetailLine>
  /** How many telling words the details themselves need. */
  readonly told: number
}

const needed = ({ needs }: DetailLine, token: Token): boolean =>
  needs.some((need) => has(need, token))

const disturbsNothing = (token: Token): boolean =>
  has(harmless, token) || has(own, token) || has(pointers, token)

const fitOf = (block: TopicBlock, tokens: ReadonlyArray<Token>): Fit | undefined => {
  const lines = block.lines.filter(({ needs }) => isSaid(needs, tokens))
  if (lines.length === 0) return undefined
  let told = 0
  for (const token of tokens) {
    if (lines.some((line) => needed(line, token))) told += disturbsNothing(token) ? 0 : 1
    else if (has(block.disturbing, token)) return undefined
    else if (!disturbsNothing(token) && !has(block.harmless, token)) return undefined
  }
  return { block, lines, told }
}

/** What a more telling line says too is not asked for by itself: "ship to Canada" in "how long to Canada". */
const isPartOf = (
  { harmless: also }: TopicBlock,
  tokens: ReadonlyArray<Token>,
  part: DetailLine,
  whole: DetailLine,
): boolean => {
  const said = tokens.filter((token) => needed(part, token))
  const more = tokens.filter((token) => needed(whole, token) && !needed(part, token))
  return (
    said.every((token) => needed(whole, token) || has(also, token) || disturbsNothing(token)) &&
    more.some((token) => !has(also, token) || said.every((each) => needed(whole, each)))
  )
}

const firstPlace = (line: DetailLine, all: ReadonlyArray<Token>): number =>
  Math.max(...line.needs.map((need) => all.findIndex((token) => has(need, token))))

const askedBy = ({ block, lines }: Fit, tokens: ReadonlyArray<Token>): RulesAsked => {
  const telling = lines.filter(
    (line) => !lines.some((other) => other !== line && isPartOf(block, tokens, line, other)),
  )
  const isOf = (token: Token) => telling.some((line) => needed(line, token))
  const ordered = telling.toSorted(
    (left, right) => firstPlace(left, tokens) - firstPlace(right, tokens),
  )
  return {
    topic: block.topic,
    details: [...new Set(ordered.map(({ detail }) => detail))],
    values: tokens
      .filter((token) => token.value !== "" && (isOf(token) || has(block.harmless, token)))
      .map(({ kind, value }) => ({ kind, value })),
  }
}

/** `undefined`: the question asks for something else, or for more than rules of one topic. */
export const rulesAskedBy = (tokens: ReadonlyArray<Token>): RulesAsked | undefined => {
  if (tokens.length === 0 || tokens.length > mostWords) return undefined
  if (leansOnMore(tokens) || asksForOwn(tokens)) return undefined
  let best: Fit | undefined
  for (const block of file.topics) {
    const fit = fitOf(block, tokens)
    if (fit !== undefined && fit.told > (best?.told ?? -1)) best = fit
  }
  return best && askedBy(best, tokens)
}

/** Topics that a text touches, whatever else it asks for, those that it says most of first. */
export const ruleTopicsNear = (tokens: ReadonlyArray<Token>): ReadonlyArray<string> =>
  file.topics
    .map(({ lines, topic }) => ({
      topic,
      said: tokens.filter(
        (token) =>
          !disturbsNothing(token) && lines.some(({ needs: [first] }) => first && has(first, token)),
      ).length,
    }))
    .filter(({ said }) => said > 0)
    .toSorted((left, right) => right.said - left.said)
    .map(({ topic }) => topic)

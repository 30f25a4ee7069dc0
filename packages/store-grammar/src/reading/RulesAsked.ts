/**
 * Recognises a question that asks for details of the store's rules and for nothing else: shipping and its fee, returns
 * and their time. All that it says has to be evidence for details that it asks for, go with them, or disturb nothing; what no list
 * explains, a title, or what became of the customer's own order leaves the question to the model. Pure.
 */
import type { Token } from "../kinds/Kind.ts"
import { type Evidence, evidenceReader, unexplained } from "../lists/Evidence.ts"
import { plainOf } from "../lists/EvidenceUnits.ts"
import { patternsIn } from "../lists/PatternFiles.ts"
import { phrase } from "../lists/Phrases.ts"
import { type DetailLine, type TopicBlock, topicFile } from "../lists/TopicFile.ts"
import { allWords, listNamed, listsIn, wordsNamed } from "../lists/WordFiles.ts"

/** What is asked of one topic, the detail that is asked first in front. */
export interface RulesAsked {
  readonly topic: string
  readonly details: ReadonlyArray<string>
  /** What was named, by its evidence: `PLACE` of `CA`, `METHOD` of `paypal`. */
  readonly values: ReadonlyArray<{ readonly kind: string; readonly value: string }>
}

const { things, topics } = topicFile(patternsIn("rules.topics"))
const wordsIn = (list: string): ReadonlyArray<string> => listNamed(list).trim().split(/\s+/u)

const turning = new Set(wordsIn("en/turning-rules"))
const evidenceOf = (own: string) =>
  evidenceReader({
    evidence: [...listsIn("rules"), ...["places", "countries"].map(wordsNamed), own],
    plain: wordsIn("en/plain").filter((word) => !turning.has(word)),
    ordinary: [allWords, ...["en/confusable-a-l", "en/confusable-m-z"].map(listNamed)].join(" "),
  })

/** Every topic and detail that can be asked for. */
export const ruleDetails: ReadonlyArray<readonly [topic: string, detail: string]> = topics.flatMap(
  ({ lines, topic }) =>
    [...new Set(lines.map(({ detail }) => detail))].map((detail) => [topic, detail] as const),
)

/** What the asker has, or what became of it: the store's rules do not know. */
const ownState = phrase("{OWNSTATEEN}|{OWNSTATEJA}")

/** Longer questions ask for more than a rule. */
const mostLetters = 300

const means = (kind: string) => (token: Evidence) => token.means.some((all) => all.includes(kind))

const meansOneOf = (kinds: ReadonlySet<string>, { means: any }: Evidence): boolean =>
  any.some((all) => all.some((each) => kinds.has(each)))

const goesWith = (kinds: ReadonlySet<string>, { means: any }: Evidence): boolean =>
  any.some((all) => all.every((each) => kinds.has(each)))

const isJoint = means("and")
const isPointer = means("it")
const isTurn = means("!")
const isOwn = means("own")
const isState = means("state")
const signs: ReadonlySet<string> = new Set(["and", "it", "own", "state"])

/** Says something of the rules, or of what they are about. */
const tells = (token: Evidence): boolean =>
  token.means.some((all) => all.some((each) => !signs.has(each)))

interface Fit {
  readonly topic: string
  readonly lines: ReadonlyArray<DetailLine>
  /** How many words the details themselves need. */
  readonly told: number
}

const neededBy = ({ needs }: DetailLine, tokens: ReadonlyArray<Evidence>): ReadonlySet<Evidence> =>
  new Set(tokens.filter((token) => needs.some((need) => meansOneOf(need, token))))

const goesAlongWith = ({ needs: [only, ...more] }: DetailLine, whole: DetailLine): boolean =>
  only !== undefined && more.length === 0 && [...only].some((each) => whole.goesWith.has(each))

/** What goes with another line, or is said by it too, and more, is not asked for by itself. */
const isPartOf = (
  part: DetailLine,
  whole: DetailLine,
  tokens: ReadonlyArray<Evidence>,
): boolean => {
  if (goesAlongWith(part, whole)) return true
  if (goesAlongWith(whole, part)) return false
  const own = neededBy(part, tokens)
  const others = neededBy(whole, tokens)
  return (
    [...own].every((token) => others.has(token) && goesWith(whole.goes, token)) &&
    (others.size > own.size || whole.needs.length > part.needs.length)
  )
}

const fitOf = (
  { lines, topic }: TopicBlock,
  tokens: ReadonlyArray<Evidence>,
  kinds: ReadonlySet<string>,
): Fit | undefined => {
  const said = lines.filter(({ needs }) =>
    needs.every((need) => [...need].some((kind) => kinds.has(kind))),
  )
  const firm = said.filter(({ last }) => !last)
  const asked = (firm.length > 0 ? firm : said).filter(
    (line, _, all) => !all.some((other) => other !== line && isPartOf(line, other, tokens)),
  )
  const goes = new Set(asked.flatMap((line) => [...line.goes]))
  if (asked.length === 0 || !tokens.every((token) => goesWith(goes, token))) return undefined
  const told = tokens.filter((token) =>
    asked.some(({ needs }) => needs.some((need) => meansOneOf(need, token))),
  )
  return { topic, lines: asked, told: told.length }
}

const askedOf = ({ lines, topic }: Fit, tokens: ReadonlyArray<Evidence>): RulesAsked => {
  const place = ({ needs }: DetailLine): number =>
    Math.max(...needs.map((need) => tokens.findIndex((token) => meansOneOf(need, token))))
  const values = tokens.flatMap((token) => token.values)
  return {
    topic,
    details: [
      ...new Set(
        lines.toSorted((left, right) => place(left) - place(right)).map(({ detail }) => detail),
      ),
    ],
    values,
  }
}

/** `undefined` where two topics fit alike, or none. */
const wholly = (said: ReadonlyArray<Evidence>): RulesAsked | undefined => {
  const kinds = new Set(said.flatMap(({ means }) => means.flat()))
  const fits = topics.flatMap((topic) => fitOf(topic, said, kinds) ?? [])
  const most = Math.max(...fits.map(({ told }) => told))
  const [best, other] = fits.filter(({ told }) => told === most)
  return best === undefined || other !== undefined ? undefined : askedOf(best, said)
}

/** More questions at once are for the model. */
const mostParts = 4

/** What tells something between the words that join questions. */
const partsOf = (tokens: ReadonlyArray<Evidence>): ReadonlyArray<ReadonlyArray<Evidence>> => {
  const parts: Array<Array<Evidence>> = [[]]
  for (const token of tokens) {
    if (isJoint(token)) parts.push([])
    else if (tells(token)) parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** The whole, or questions one after the other. */
const askedIn = (
  parts: ReadonlyArray<ReadonlyArray<Evidence>>,
): ReadonlyArray<RulesAsked> | undefined => {
  if (parts.length === 0) return []
  const whole = wholly(parts.flat())
  if (whole !== undefined) return [whole]
  for (let at = 1; at < parts.length; at++) {
    const first = wholly(parts.slice(0, at).flat())
    const rest = first && askedIn(parts.slice(at))
    if (first !== undefined && rest !== undefined) return [first, ...rest]
  }
  return undefined
}

/** "it" that nothing was named for before, or a beginning that goes on with what was said. */
const leansOnMore = (tokens: ReadonlyArray<Evidence>): boolean => {
  const [first] = tokens
  if (first !== undefined && isJoint(first)) return true
  return tokens.some(
    (token, at) =>
      isPointer(token) && !tokens.slice(0, at).some((before) => meansOneOf(things, before)),
  )
}

const isBook = ({ kind, sense }: Token): boolean =>
  kind === "THEME" || (sense?.name === true && (kind === "SERIES" || kind === "PERSON"))

export interface RulesReader {
  /** Empty: the question asks for something else, or for more than rules. `cut`: for the titles in it. */
  readonly asked: (text: string, cut: ReadonlyArray<Token>) => ReadonlyArray<RulesAsked>
  /** Topics that a text touches, whatever else it asks for, those that it says most of first. */
  readonly near: (text: string) => ReadonlyArray<string>
}

const rulesAskedBy = (
  tokens: ReadonlyArray<Evidence>,
  cut: ReadonlyArray<Token>,
): ReadonlyArray<RulesAsked> => {
  if (cut.some(isBook) || tokens.includes(unexplained) || tokens.some(isTurn)) return []
  if (tokens.some(isOwn) && tokens.some(isState)) return []
  if (leansOnMore(tokens)) return []
  const parts = partsOf(tokens)
  return parts.length > mostParts ? [] : (askedIn(parts) ?? [])
}

/** `own`: further evidence, for what the shop sells. */
export const rulesReader = (own: string): RulesReader => {
  const evidence = evidenceOf(own)
  return {
    asked: (text, cut) => {
      const asked = text.length > mostLetters ? [] : rulesAskedBy(evidence.read(text), cut)
      return asked.length > 0 && ownState.test(plainOf(text)) ? [] : asked
    },
    near: (text) => topicsNear(evidence.read(text.slice(0, mostLetters)).filter(tells)),
  }
}

const topicsNear = (tokens: ReadonlyArray<Evidence>): ReadonlyArray<string> =>
  topics
    .map(({ lines, topic }) => ({
      topic,
      said: tokens.filter((token) =>
        lines.some(({ needs: [first] }) => first && meansOneOf(first, token)),
      ).length,
    }))
    .filter(({ said }) => said > 0)
    .toSorted((left, right) => right.said - left.said)
    .map(({ topic }) => topic)

/**
 * Resolves follow-ups to a question about the store's policies: "And to Okinawa?", "even if I opened it?", "how many
 * days?". Pure.
 */
import { byKind, type Pointing, says } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"

/** What is asked of books alone. */
const ofBooks =
  `FINISHED ONGOING HOWMANYVOLS AUTHOR WROTE SYNOPSIS VNEXT VOLUME GENRE THEME DEMO MOOD COMPLETESET RECOMMEND
  STOCK SAMEAUTHOR ELSE LENGTH MANGA TREND NEWREL OWNORDER`
    .split(/\s+/u)
    .filter(Boolean)

const ofRules = ["WHEN", "DEADLINE", "HOWLONG", "HOWMANYDAYS", "MONEY", "FEE", "WHERE"]
const openers = ["AND", "OR", "BUT", "ALSOJA", "WHATIF", "IT", "THAT", "THEY"]
/** Where, in what edition, in what state: not what is asked. */
const circumstances: ReadonlySet<string> = new Set(["PLACE", "OPENED", "UNOPENED", "FORMAT"])
const shortTokens = 3
/** A topic of its own, beside when and where things are sent. */
const own =
  /^(?:RETURN|REFUND|FULLREFUND|EXCHANGE|DAMAGED|SELFDAMAGED|WRONGITEM|PAY|METHOD|CARD|INVOICE|GIFT|WRAP|POINT|COUPON|CONTACT|MEMBER|ADDRESS|DISCOUNT|GUEST|TRIAL|DEVICE|APP)/u

/** 「いつまでに連絡すればいい？」, "how soon must I tell you?": of what was spoken of, by whatever way. */
const asksByWhen = (said: ReturnType<typeof byKind>): boolean =>
  says(said, ["DEADLINE", "HOWMANYDAYS"]) &&
  Object.keys(said).every((kind) => !own.test(kind) || kind.startsWith("CONTACT"))

/** The question of before that it goes on with. */
export const policyMeant = (
  question: Question,
  pointing: Pointing,
  { about, policy, topic }: Memory,
): Memory["policy"] => {
  const { intent, reading, slots } = question
  if (about !== "policy" || policy === undefined) return undefined
  if (slots.series.length + slots.authors.length > 0 || slots.orderId !== undefined)
    return undefined
  const said = byKind(reading.tokens)
  // 「いつまでに言えばいいの？」
  if (intent === "recommend" && says(said, ofRules) && slots.genres.length === 0) return policy
  // "And box sets?"
  const { tokens } = reading
  const isEdition = pointing.bare && slots.format !== undefined && slots.volume === undefined
  if (isEdition && tokens.length <= shortTokens) return policy
  if (says(said, ofBooks)) return undefined
  // 「紙の値段」, of a book that was spoken of before.
  if (topic !== undefined && slots.format !== undefined && says(said, ["PRICE"])) return undefined
  if (intent === "policy") {
    const leans = says(said, openers) || pointing.bare || asksByWhen(said)
    const kinds = Object.keys(said).filter((kind) => !circumstances.has(kind))
    // "いつ届く?": so short that it may go on, and has no form of its own.
    const isShort =
      !reading.known &&
      reading.tokens.length <= shortTokens &&
      !kinds.some((kind) => own.test(kind))
    return leans || isShort || kinds.length === 0 ? policy : undefined
  }
  const goesOn = ["other", "price-or-stock", "title-lookup", "release-date", "order-status"]
  return goesOn.includes(intent) && !(intent === "order-status" && question.personal)
    ? policy
    : undefined
}

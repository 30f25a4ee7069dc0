/**
 * Compares a cached text with a fresh one and finds contradictions: yes or no, names, amounts of money, numbers, and
 * the type of answer that the asked words want (`AnswerType.ts`). Pure.
 *
 * Only contradictions count. A language model words the same answer differently each time, and lists differ at their
 * ends; but yes is not no, 12 is not 27, and who is not when. A type counts only where the fresh answer is of it: what
 * cannot be answered so is not asked of a cached answer.
 */
import { type AnswerType, holdsType, typeWanted } from "./AnswerType.ts"
import { polarityOf } from "./Polarity.ts"

export type Comparison =
  | { readonly kind: "same" }
  /** `reason` holds no words of a question beyond names and numbers. */
  | { readonly kind: "different"; readonly reason: string }
  /** What the answer rests on is another now, and the answer was right when it was written. */
  | { readonly kind: "changed"; readonly reason: string }

/** Names as the caller's world knows them, by id, and the text without those that may have numbers in them. */
export interface Named {
  /** Of what the store has: a question that names one wants an answer about it. */
  readonly names: ReadonlySet<string>
  /** What "who" asks for. */
  readonly people?: ReadonlySet<string>
  /** Whatever else tells answers apart: makers, kinds of product. */
  readonly others?: ReadonlySet<string>
  readonly rest: string
}
export type NamesIn = (text: string) => Named

const same: Comparison = { kind: "same" }
const different = (reason: string): Comparison => ({ kind: "different", reason })

/** An answer is never so long; what comes from outside is cut before it is looked at. */
const longest = 2_000

const number = /\d{1,9}(?:\.\d{1,4})?/gu
const amount =
  /[¥￥$€£]\s?(\d{1,9}(?:\.\d{1,2})?)|(\d{1,9}(?:\.\d{1,2})?)\s?(?:円|€|yen\b|jpy\b|dollars?\b|usd\b|euros?\b|eur\b|pounds?\b|gbp\b)/giu

/** An answer that was kept, and the question that it was written for. */
export interface Held {
  readonly question: string
  readonly answer: string
}

interface Said extends Required<Named> {
  readonly polarity: "yes" | "no" | undefined
  /** Of money, without their sign. */
  readonly amounts: ReadonlySet<string>
  /** All others, but those in names. */
  readonly numbers: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

const saidIn = (whole: string, namesIn: NamesIn): Said => {
  const { names, others = none, people = none, rest } = namesIn(whole.slice(0, longest))
  const plain = rest.normalize("NFKC").replaceAll(/(\d)[,，](?=\d{3})/gu, "$1")
  return {
    polarity: polarityOf(whole),
    names,
    people,
    others,
    rest: plain,
    amounts: new Set(
      [...plain.matchAll(amount)].map(([, before, after]) => String(Number(before ?? after))),
    ),
    numbers: new Set(
      [...plain.replaceAll(amount, " ").matchAll(number)].map(([digits]) => String(Number(digits))),
    ),
  }
}

const nothingInCommon = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size > 0 && b.size > 0 && [...a].every((each) => !b.has(each))

/** What the fresh answer took from its question, and the kept one, which says other such things instead, did not. */
const notTaken = (
  asked: ReadonlySet<string>,
  fresh: ReadonlySet<string>,
  held: ReadonlySet<string>,
): string | undefined =>
  nothingInCommon(asked, held) ? [...asked].find((each) => fresh.has(each)) : undefined

const some = (values: ReadonlySet<string>) => [...values].slice(0, 3).join(", ")

const nameless: NamesIn = (text) => ({ names: none, rest: text })

/** All that is named, but not by the question: an answer may name its subject or not. */
const toldBeside = (asked: Said, { names, others, people }: Said): ReadonlySet<string> =>
  new Set(
    [...names, ...people, ...others].filter(
      (each) => !asked.names.has(each) && !asked.people.has(each) && !asked.others.has(each),
    ),
  )

/** Of an answer of another type than the asked words want, in place of which there now is one of it. */
const otherType = (
  wanted: AnswerType | undefined,
  ofOwn: AnswerType | undefined,
  held: Said,
  fresh: Said,
): string | undefined => {
  if (wanted === undefined) return undefined
  if (wanted === "yes or no") {
    // Models leave the yes out now and then: that says something only where none was asked for.
    const lacks = fresh.polarity !== undefined && held.polarity === undefined
    return lacks && ofOwn !== undefined && ofOwn !== wanted
      ? "it says neither yes nor no"
      : undefined
  }
  if (!holdsType(wanted, fresh)) return undefined
  if (!holdsType(wanted, held)) return `it tells no ${wanted}`
  return wanted !== "list" && held.polarity === "yes" && fresh.polarity !== "yes"
    ? `it says yes, asked for a ${wanted}`
    : undefined
}

/**
 * `forName`: words that ask for one of the `others` that `namesIn` knows. The result takes the text of a question, an
 * answer that was kept, and the text of one that was written for the question now.
 */
export const makeTextComparison =
  (namesIn: NamesIn = nameless, forName?: RegExp) =>
  (askedText: string, { answer, question }: Held, freshText: string): Comparison => {
    const held = saidIn(answer, namesIn)
    const fresh = saidIn(freshText, namesIn)
    const [before, now] = [held.polarity, fresh.polarity]
    if (before !== undefined && now !== undefined && before !== now) {
      return different(`it says ${before}, now it would be ${now}`)
    }
    const wanted = typeWanted(askedText, forName)
    const type = otherType(wanted, typeWanted(question, forName), held, fresh)
    if (type !== undefined) return different(type)
    const asked = saidIn(askedText, namesIn)
    for (const what of ["names", "numbers"] as const) {
      const lacking = notTaken(asked[what], fresh[what], held[what])
      if (lacking !== undefined) return different(`of the ${what} asked for it lacks ${lacking}`)
    }
    for (const what of ["names", "amounts", "numbers"] as const) {
      if (nothingInCommon(held[what], fresh[what])) {
        return different(`it has other ${what}: ${some(held[what])}, now ${some(fresh[what])}`)
      }
    }
    // What a thing is like can be told by its maker, or by its kind.
    if (wanted === "description") return same
    const [told, toldNow] = [toldBeside(asked, held), toldBeside(asked, fresh)]
    return nothingInCommon(told, toldNow)
      ? different(`it names ${some(told)}, now ${some(toldNow)}`)
      : same
  }

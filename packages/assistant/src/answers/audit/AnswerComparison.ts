/**
 * Does an answer that was kept for other words answer this question? Decided by comparing it with what is found
 * and written now: products first, then what the words say. Pure.
 *
 * Only contradictions count. A language model words the same answer differently each time, and lists differ at
 * their ends; but yes is not no, and a book is not its neighbour. What merely changed since the answer was
 * written is told apart.
 */
import { differing, type Figure } from "../../products/Figure.ts"
import type { CachedAnswer } from "../CachedAnswer.ts"
import { titlesIn } from "@manga-assist/store-grammar"

export type Comparison =
  | { readonly kind: "same" }
  /** `reason` holds no words of a customer beyond titles and numbers. */
  | { readonly kind: "different"; readonly reason: string }
  | { readonly kind: "changed"; readonly reason: string }

/** What is found now for a question. */
export interface Findings {
  readonly figures: ReadonlyArray<Figure>
  /** The question's slots determine the products; otherwise nearness does, which differs a little by wording. */
  readonly determined: boolean
}

const same: Comparison = { kind: "same" }
const different = (reason: string): Comparison => ({ kind: "different", reason })

const some = (ids: ReadonlyArray<string>) => ids.slice(0, 3).join(", ")

/** Products, prices and stock: what was kept with the answer beside what is found now. */
export const compareProducts = (
  held: Pick<CachedAnswer, "figures">,
  { determined, figures }: Findings,
): Comparison => {
  const now = new Map(figures.map((figure) => [figure.id, figure]))
  for (const figure of held.figures) {
    const current = now.get(figure.id)
    const what = current === undefined ? undefined : differing(figure, current)
    if (what !== undefined) {
      return { kind: "changed", reason: `the ${what} of ${figure.id} changed` }
    }
  }
  const ids = held.figures.map(({ id }) => id)
  const missing = figures.flatMap(({ id }) => (ids.includes(id) ? [] : [id]))
  const strange = ids.filter((id) => !now.has(id))
  const common = ids.length - strange.length
  const apart = determined
    ? missing.length + strange.length > 0
    : common === 0 && ids.length + figures.length > 0
  if (!apart) return same
  if (strange.length === 0) return different(`it is about ${some(missing)} as well`)
  if (missing.length === 0) return different(`it is not about ${some(strange)}`)
  return different(`it is about ${some(missing)}, not ${some(strange)}`)
}

/** An answer is never so long; what comes from outside is cut before it is looked at. */
const longest = 2_000

const noBeginning =
  /^(no\b(?! (problem|worries|doubt|matter))|nope\b|not yet\b|unfortunately\b|sadly\b|(i['’]m |i am )?(sorry|afraid)\b|いいえ|いえ[、。,.!\s]|残念|あいにく|生憎|申し訳|すみません|ごめん|できません|ありません)/u
const yesBeginning =
  /^(yes\b|yep\b|yeah\b|sure\b|certainly\b|absolutely\b|of course\b|indeed\b|correct\b|はい|ええ[、。,.!\s]|もちろん|勿論|そうです|そのとおり|その通り|できます|あります)/u

/** Whether a text begins with a yes or a no, in English or Japanese. */
export const polarityOf = (text: string): "yes" | "no" | undefined => {
  const beginning = text
    .slice(0, longest)
    .normalize("NFKC")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .slice(0, 40)
    .toLowerCase()
  if (noBeginning.test(beginning)) return "no"
  return yesBeginning.test(beginning) ? "yes" : undefined
}

const number = /\d{1,9}(?:\.\d{1,4})?/gu
const amount = /[¥￥]\s?(\d{1,9})|(\d{1,9})\s?(?:円|yen\b|jpy\b)/giu

interface Said {
  /** Ids of series. */
  readonly titles: ReadonlySet<string>
  /** Of money, without their sign. */
  readonly amounts: ReadonlySet<string>
  /** All of them, but those in titles. */
  readonly numbers: ReadonlySet<string>
}

export const saidIn = (whole: string): Said => {
  const text = whole.slice(0, longest)
  const { rest, series } = titlesIn(text)
  const plain = rest.normalize("NFKC").replaceAll(/(\d)[,，](?=\d{3})/gu, "$1")
  return {
    titles: series,
    amounts: new Set(
      [...plain.matchAll(amount)].map(([, before, after]) => String(Number(before ?? after))),
    ),
    numbers: new Set([...plain.matchAll(number)].map(([digits]) => String(Number(digits)))),
  }
}

const nothingInCommon = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size > 0 && b.size > 0 && [...a].every((each) => !b.has(each))

/** What the fresh answer took from its question, and the kept one, which says other such things, did not. */
const notTaken = (
  asked: ReadonlySet<string>,
  fresh: ReadonlySet<string>,
  held: ReadonlySet<string>,
): string | undefined =>
  held.size === 0 ? undefined : [...asked].find((each) => fresh.has(each) && !held.has(each))

/** What the words say: yes or no, titles, amounts, numbers. */
export const compareWords = (
  askedText: string,
  heldText: string,
  freshText: string,
): Comparison => {
  const [before, now] = [polarityOf(heldText), polarityOf(freshText)]
  if (before !== undefined && now !== undefined && before !== now) {
    return different(`it says ${before}, now it would be ${now}`)
  }
  const asked = saidIn(askedText)
  const held = saidIn(heldText)
  const fresh = saidIn(freshText)
  for (const what of ["titles", "numbers"] as const) {
    const lacking = notTaken(asked[what], fresh[what], held[what])
    if (lacking !== undefined) return different(`of the ${what} asked for it lacks ${lacking}`)
  }
  for (const what of ["titles", "amounts", "numbers"] as const) {
    if (nothingInCommon(held[what], fresh[what])) {
      const there = some([...held[what]])
      return different(`it has other ${what}: ${there}, now ${some([...fresh[what]])}`)
    }
  }
  return same
}

/**
 * Compares a cached text with a fresh one and finds contradictions: yes or no, names, amounts of money, numbers.
 * Pure.
 *
 * Only contradictions count. A language model words the same answer differently each time, and lists differ at their
 * ends; but yes is not no, and 12 is not 27.
 */
export type Comparison =
  | { readonly kind: "same" }
  /** `reason` holds no words of a question beyond names and numbers. */
  | { readonly kind: "different"; readonly reason: string }
  /** What the answer rests on is another now, and the answer was right when it was written. */
  | { readonly kind: "changed"; readonly reason: string }

/** Names of things as the caller's world knows them, by id, and the text without them. */
export type NamesIn = (text: string) => {
  readonly names: ReadonlySet<string>
  readonly rest: string
}

const same: Comparison = { kind: "same" }
const different = (reason: string): Comparison => ({ kind: "different", reason })

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
const amount =
  /[¥￥$€£]\s?(\d{1,9}(?:\.\d{1,2})?)|(\d{1,9}(?:\.\d{1,2})?)\s?(?:円|€|yen\b|jpy\b|dollars?\b|usd\b|euros?\b|eur\b|pounds?\b|gbp\b)/giu

interface Said {
  readonly names: ReadonlySet<string>
  /** Of money, without their sign. */
  readonly amounts: ReadonlySet<string>
  /** All of them, but those in names. */
  readonly numbers: ReadonlySet<string>
}

const saidIn = (whole: string, namesIn: NamesIn): Said => {
  const { names, rest } = namesIn(whole.slice(0, longest))
  const plain = rest.normalize("NFKC").replaceAll(/(\d)[,，](?=\d{3})/gu, "$1")
  return {
    names,
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

const some = (values: ReadonlySet<string>) => [...values].slice(0, 3).join(", ")

const nameless: NamesIn = (text) => ({ names: new Set(), rest: text })

/** The texts of a question, of the answer that was kept, and of one that was written for it now. */
export const makeTextComparison =
  (namesIn: NamesIn = nameless) =>
  (askedText: string, heldText: string, freshText: string): Comparison => {
    const [before, now] = [polarityOf(heldText), polarityOf(freshText)]
    if (before !== undefined && now !== undefined && before !== now) {
      return different(`it says ${before}, now it would be ${now}`)
    }
    const asked = saidIn(askedText, namesIn)
    const held = saidIn(heldText, namesIn)
    const fresh = saidIn(freshText, namesIn)
    for (const what of ["names", "numbers"] as const) {
      const lacking = notTaken(asked[what], fresh[what], held[what])
      if (lacking !== undefined) return different(`of the ${what} asked for it lacks ${lacking}`)
    }
    for (const what of ["names", "amounts", "numbers"] as const) {
      if (nothingInCommon(held[what], fresh[what])) {
        return different(`it has other ${what}: ${some(held[what])}, now ${some(fresh[what])}`)
      }
    }
    return same
  }

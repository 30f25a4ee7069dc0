/**
 * What the emulated model reckons with the prices of a conversation: the difference of two of them, and the change from
 * a sum of money. The prices are those that its own answer states, else those that its last answers stated. Pure.
 */

/** "How much change from 2,000 yen?", 「5000円で足りますか」 */
const asksChange =
  /釣り|おつり|釣銭|余り?る|余ります|余りは|足り|残り?ますか|\bchange\b|\bleft over\b|\benough\b|\bcover\b|\bsuffic\w*/u
const asksDifference =
  /差|いくら違|違い?ます|違うの|浮[くき]|得する|得し|得です|得に|安くな|高くな|\bdifference\b|\bsave\b|\bsavings?\b|\b(?:how much|any) (?:less|cheaper|more)\b|\bgap\b/u

const money = /(?:¥|jpy )\s*([\d,]+)|(?<![\d,])([\d,]{2,}|\d{1,3})(万|千)?\s*(?:yen|jpy|円)/gu
const leastMoney = 100
const tens: Readonly<Record<string, number | undefined>> = { 万: 10_000, 千: 1_000 }

const amounts = (text: string): ReadonlyArray<number> =>
  [...text.matchAll(money)]
    .map(([, marked, plain, unit = ""]) => {
      const digits = (marked ?? plain ?? "").replaceAll(",", "")
      return Number(digits) * (tens[unit] ?? 1)
    })
    .filter((yen) => yen >= leastMoney)

const sentences = (text: string): ReadonlyArray<string> => text.split(/(?<=[。!?])|(?<=[.!?])\s+/u)

const ofSum = /合計|together|\bbundle\b|全巻セット/u
const ofAll = /^合計で|^together they/u

/** What is told as sums; where none is, what the first book costs. */
const totals = (text: string): ReadonlyArray<number> => {
  const parts = sentences(text.normalize("NFKC").toLowerCase().trim()).map((part) => part.trim())
  const grand = parts.filter((part) => ofAll.test(part)).flatMap(amounts)
  if (grand.length > 0) return grand.slice(-1)
  const sums = parts.filter((part) => ofSum.test(part)).flatMap((part) => amounts(part).slice(0, 1))
  return sums.length > 0 ? [...new Set(sums)] : parts.flatMap(amounts).slice(0, 1)
}

export interface Reckoned {
  /** In yen. */
  readonly difference?: number
  /** Of money that is handed over; below zero where it is too little. */
  readonly change?: number
}

/** Is something reckoned with prices that were told before? */
export const reckons = (said: string, past: ReadonlyArray<string>): boolean =>
  past.length > 0 &&
  (asksDifference.test(said) || (asksChange.test(said) && amounts(said).length > 0))

/** `said`: in the customer's words; `own`: what is answered; `past`: the answers before, the last one last. */
export const reckoned = (
  said: string,
  own: string,
  past: ReadonlyArray<string>,
): Reckoned | undefined => {
  if (!reckons(said, past)) return undefined
  const before = past.toReversed().map(totals).filter((each) => each.length > 0)
  const now = totals(own)
  const [given] = asksChange.test(said) ? amounts(said) : []
  if (given !== undefined) {
    const [cost] = now.length > 0 ? now : (before[0] ?? [])
    return cost === undefined ? undefined : { change: given - cost }
  }
  const [one, other] =
    now.length === 2 ? now : before.slice(0, 2).flatMap((each) => each.slice(-1))
  return one === undefined || other === undefined ? undefined : { difference: Math.abs(one - other) }
}

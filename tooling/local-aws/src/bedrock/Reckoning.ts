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
const ofDifference = /^差額は|^the difference is|お釣りは|change is/u

interface Totals {
  /** What is told as sums; where none is, what the first book costs. */
  readonly each: ReadonlyArray<number>
  /** Of all that is told. */
  readonly all: number | undefined
  /** A difference that was told. */
  readonly difference: number | undefined
}

const totalsOf = (text: string): Totals => {
  const parts = sentences(text.normalize("NFKC").toLowerCase().trim()).map((part) => part.trim())
  const [difference] = parts.filter((part) => ofDifference.test(part)).flatMap(amounts)
  const told = parts.filter((part) => !ofDifference.test(part))
  const sums = told
    .filter((part) => ofSum.test(part) && !ofAll.test(part))
    .flatMap((part) => amounts(part).slice(0, 1))
  const each = sums.length > 0 ? [...new Set(sums)] : told.flatMap(amounts).slice(0, 1)
  const grand = told.filter((part) => ofAll.test(part)).flatMap(amounts)
  return { each, all: grand.at(-1) ?? each[0], difference }
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
  const before = past.toReversed().map(totalsOf)
  const now = totalsOf(own)
  const [given] = asksChange.test(said) ? amounts(said) : []
  if (given !== undefined) {
    const cost = now.all ?? before.flatMap(({ all }) => all ?? [])[0]
    return cost === undefined ? undefined : { change: given - cost }
  }
  const again = before[0]?.difference
  if (now.each.length !== 2 && again !== undefined) return { difference: again }
  const [one, other] = now.each.length === 2 ? now.each : before.flatMap(({ all }) => all ?? [])
  return one === undefined || other === undefined
    ? undefined
    : { difference: Math.abs(one - other) }
}

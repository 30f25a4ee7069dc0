/**
 * Finds the sum of money that a question names as a limit, in yen, and whether a price should be at most or at least
 * that: "under 600 yen", "Is ¥500 enough?", 「2万円でいける？」; also whether it asks what would be left of it.
 * `undefined` where no limit is asked for. Pure.
 */
import { vocabularies } from "./language/Vocabularies.ts"

export interface NamedMoney {
  readonly yen: number
  readonly atMost: boolean
  /** "How much change do I get?" */
  readonly asksChange: boolean
}

const named =
  /(?:¥|jpy )\s*([\d,]+)|(?<![\d,])([\d,]{2,})[\s-]*(?:yens?|jpy|円)|(?<![\d,])([\d,]{4,}) (?:note|bill)\b|\bbudget (?:is|of) (?:about )?¥?\s*([\d,]+)|予算(?:は|が|、)?([\d,]+)/u
/** "Is ¥500 enough?", 「1200円で足りますか」: what is asked is whether it can be paid with it. */
const asksWhetherEnough =
  /\benough\b|\bafford\b|\bbudget\b|\bget\b|\bbuy\b|\bcan i\b|\bcover\w*\b|\bsuffic\w*|\bdoable\b|\bpossible\b|\bfits?\b|\bpays? for\b|足り|足る|買え|いけ|行け|予算|収ま|おさま|間に合|超え|オーバー|なんとか|揃[いうえっ]|そろ[いうえっ]|で(?:も)?(?:大丈夫|平気)/u
const change =
  /\bchange\b|\bcomes? back\b|\bget back\b|\bgive me back\b|\bleft(?: over)?\b|\bleftover\b|\bremain\w*\b|お釣|おつり|釣り|余[るりっ]|残[るりっ]|手元に|(?:いくら|何円)[^。?]{0,4}(?:返|戻)|(?:返|戻)って(?:き|く)/u

const leastMoney = 100
const kanji = "一二三四五六七八九十"

const thousands: ReadonlyMap<string, number> = new Map([
  ["a", 1],
  ["one", 1],
  ["two", 2],
  ["three", 3],
  ["four", 4],
  ["five", 5],
  ["ten", 10],
])

/** "3k", 「2万円」, 「1万5千円」 in figures. */
const inFigures = (text: string): string =>
  text
    .replaceAll(
      /(?<![\d,.])(\d{1,3}(?:\.\d)?)\s?k\b(?: yen)?/gu,
      (_, thousands: string) => `${Number(thousands) * 1000} yen`,
    )
    .replaceAll(
      /\b(a|one|two|three|four|five|ten) thousand\b(?: yen)?/gu,
      (_, count: string) => `${thousands.get(count) ?? 1}000 yen`,
    )
    .replaceAll(
      /(\d{1,3}|[一二三四五六七八九十])万(?:(\d|[一二三四五六七八九])千)?円?/gu,
      (_, tens: string, ones = "") => {
        const figure = (of: string) => (of === "" ? 0 : kanji.indexOf(of) + 1 || Number(of))
        return `${figure(tens) * 10_000 + figure(ones) * 1000}円`
      },
    )
    .replaceAll(/(?<!\d)(\d?)千円/gu, (_, count: string) => `${count === "" ? 1 : count}000円`)

export const moneyIn = (written: string): NamedMoney | undefined => {
  const text = inFigures(written)
  const asksChange = change.test(text)
  const bare = (digits: string) => Number(digits.replaceAll(",", ""))
  for (const { atLeast, atMost } of vocabularies) {
    for (const [pattern, isMost] of [
      [atMost, true],
      [atLeast, false],
    ] as const) {
      const digits = pattern.exec(text)?.[1]
      // "I have up to 18": no money is so little.
      if (digits !== undefined && bare(digits) >= leastMoney) {
        return { yen: bare(digits), atMost: isMost, asksChange }
      }
    }
  }
  const digits = named
    .exec(text)
    ?.slice(1)
    .find((each) => each !== undefined)
  if (digits === undefined || !(asksChange || asksWhetherEnough.test(text))) return undefined
  const yen = bare(digits)
  return yen > 0 ? { yen, atMost: true, asksChange } : undefined
}

/**
 * Finds the sum of money that a question names as a limit, in yen, and whether a price should be at most or at least
 * that: "under 600 yen", "Is ¥500 enough?". `undefined` where no limit is asked for. Pure.
 */
import { vocabularies } from "./language/Vocabularies.ts"

const named =
  /(?:¥|jpy )\s*([\d,]+)|(?<![\d,])([\d,]{2,})\s*(?:yen|jpy|円)|\bbudget (?:is|of) (?:about )?¥?\s*([\d,]+)|予算(?:は|が|、)?([\d,]+)/u
/** "Is ¥500 enough?", 「1200円で足りますか」: what is asked is whether it can be paid with it. */
const asksWhetherEnough =
  /\benough\b|\bafford\b|\bbudget\b|\bget\b|\bbuy\b|\bcan i\b|\bcover\b|\bsuffic\w*|足り|足る|買え|いけ|予算|で(?:も)?(?:大丈夫|平気)/u

const leastMoney = 100

export const moneyIn = (
  text: string,
): { readonly yen: number; readonly atMost: boolean } | undefined => {
  const bare = (digits: string) => Number(digits.replaceAll(",", ""))
  for (const { atLeast, atMost } of vocabularies) {
    for (const [pattern, isMost] of [
      [atMost, true],
      [atLeast, false],
    ] as const) {
      const digits = pattern.exec(text)?.[1]
      // "I have up to 18": no money is so little.
      if (digits !== undefined && bare(digits) >= leastMoney) {
        return { yen: bare(digits), atMost: isMost }
      }
    }
  }
  const digits = named
    .exec(text)
    ?.slice(1)
    .find((each) => each !== undefined)
  if (digits === undefined || !asksWhetherEnough.test(text)) return undefined
  const yen = bare(digits)
  return yen > 0 ? { yen, atMost: true } : undefined
}

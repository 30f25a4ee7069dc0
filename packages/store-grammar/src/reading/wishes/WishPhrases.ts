/**
 * Recognises phrases of a wish that no single word tells: likeness to something, the customer's own taste, all volumes
 * of a story; `words/phrases` lists them.
 *
 * Takes normalised text of up to 600 letters with `§` for titles, in which "what's" is "what s". Pure.
 */
import { phrase } from "../../lists/Phrases.ts"

const likeness = phrase("{SIMILARTO}")
const byOthers = phrase("{BYOTHERS}")
const asksWho = phrase("{ASKSWHO}")
const otherHouse = phrase("{OTHERHOUSE}")
const liked = phrase("{HASREAD}")
const asksForMore = phrase("{ASKSMORE}")
const somethingElse = phrase("{SOMETHINGELSE}")
const taste = phrase("{OWNTASTES}")
const ownBooks = phrase("{OWNBOOKS}")
const asksToGoOn = phrase("{GOESON}")
const ofAnOrder = phrase("{OFANORDER}")
const asksForBooks = phrase("{ASKSBOOKS}")
const whole = phrase("{WHOLESERIES}")

/** Of the title that is named; Japanese ones of the whole text: 「のだめを最終巻まで」, 「ナルト一気買い」. */
export const wholeSeries = phrase("{WHOLENAMED}")
export const wholeSeriesJapanese = phrase("{WHOLENAMEDJA}")
export const fromFirstToLast = phrase("{FIRSTTOLAST}")

export interface WishPhrases {
  readonly likeness: boolean
  readonly byOthers: boolean
  readonly otherHouse: boolean
  readonly liked: boolean
  readonly asksForMore: boolean
  readonly somethingElse: boolean
  readonly taste: boolean
  readonly whole: boolean
}

/** More letters are no wish. */
const longest = 600

const nothing: WishPhrases = {
  likeness: false,
  byOthers: false,
  otherHouse: false,
  liked: false,
  asksForMore: false,
  somethingElse: false,
  taste: false,
  whole: false,
}

/** `written`: in small letters, with gaps, without titles. */
export const wishPhrases = (written: string): WishPhrases =>
  written.length > longest
    ? nothing
    : {
        likeness: likeness.test(written),
        byOthers: byOthers.test(written) && !asksWho.test(written),
        otherHouse: otherHouse.test(written),
        liked: liked.test(written),
        asksForMore: asksForMore.test(written),
        somethingElse: somethingElse.test(written),
        taste:
          (taste.test(written) && asksForBooks.test(written)) ||
          (ownBooks.test(written) && asksToGoOn.test(written) && !ofAnOrder.test(written)),
        whole: whole.test(written),
      }

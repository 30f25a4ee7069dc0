/**
 * Control pairs: pairs of questions that are known to differ, mixed among the pairs to be judged, to test the judge.
 *
 * If the judge calls a control pair the same, all approvals that it gave in that pass of alias learning are discarded.
 * Control pairs pass the rules of `aliasPair`, so that they look like any other pair; a test checks it.
 */
import type { Pair } from "./JudgePrompt.ts"

const pairs = (locale: "en" | "ja", list: string): ReadonlyArray<Pair> =>
  list
    .trim()
    .split("\n")
    .map((line) => {
      const [first = "", second = ""] = line.split(" / ")
      return { locale, first: first.trim(), second: second.trim() }
    })

/** The first of each has no canonical form, the second has one. */
export const differentPairs: ReadonlyArray<Pair> = [
  ...pairs(
    "en",
    `
    how can an order be changed / how do i cancel an order
    can books be sent back / can i exchange a book
    who do you ship with / how much is shipping
    is express shipping an option / how much is shipping
    who is vagabond by / what is vagabond about
    what kind of tale is pluto / is pluto finished
    how many volumes does gintama run / is gintama finished
    what sort of genre is parasyte / what is the age rating of parasyte
    how old must a reader of berserk be / how many volumes does berserk have
    what's the name of the person who wrote nana / what is nana about
    how can i reach a human / what are your opening hours
    when are you charged for a preorder / how do i cancel a preorder
    what's the number for customer service / what are your opening hours
    can books be sent back / what payment methods do you accept
    `,
  ),
  ...pairs(
    "ja",
    `
    包装代はいくらですか / 送料はいくらですか
    寄生獣は何のジャンルですか / 寄生獣の作者は誰ですか
    寄生獣は何のジャンルですか / 寄生獣は完結していますか
    包装代はいくらですか / 返品できますか
    ナルトは何話までありますか / ナルトは完結していますか
    `,
  ),
]

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
    who is vagabond by / what is vagabond about
    what kind of tale is pluto / is pluto finished
    how many volumes does gintama run / is gintama finished
    what sort of genre is parasyte / what is the age rating of parasyte
    how old must a reader of berserk be / how many volumes does berserk have
    what's the name of the person who wrote nana / what is nana about
    who is vagabond by / is vagabond finished
    what kind of tale is pluto / who wrote pluto
    `,
  ),
  ...pairs(
    "ja",
    `
    寄生獣は何のジャンルですか / 寄生獣は何巻まで出ていますか
    寄生獣は何のジャンルですか / 寄生獣の作者は誰ですか
    寄生獣は何のジャンルですか / 寄生獣は完結していますか
    ナルトは何話までありますか / ナルトの作者は誰ですか
    ナルトは何話までありますか / ナルトは完結していますか
    `,
  ),
]

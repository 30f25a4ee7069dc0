/**
 * Judges an answer by what its question needs, as far as that can be done without reading it: an amount, a date, a name or
 * a number that must be said, titles that fit a wish and titles that do not. Where a question needs more than one such
 * thing it is for a reader to judge. Pure.
 */
import type { Told } from "../asking/AskedSession.ts"
import { fitting } from "../oracle/Fitting.ts"
import type { Judged, Need } from "../oracle/Need.ts"
import { needed } from "../oracle/Needed.ts"
import type { StoreData } from "../oracle/StoreData.ts"
import type { Required, Statement } from "../oracle/Told.ts"
import { dated, saysText } from "./Texts.ts"
import { titlesIn } from "./TitlesIn.ts"

/** `misled`: something false is told in place of what is right. `unread`: somebody has to read it. */
export type Verdict = "right" | "wrong" | "misled" | "unread"

/** Attributes whose value an answer says as it is. */
const sayable = new Set(["price", "date", "author", "volumes", "began", "publisher"])

/** What is told one by one, of several ways to tell it. */
const singly = (required: ReadonlyArray<Required>): ReadonlyArray<Statement> =>
  required.flatMap((each) => ("anyOf" in each ? singly(each.anyOf[0] ?? []) : [each]))

/** The one thing that must be said; nothing where there are several, or none. */
const mustSay = (
  needs: ReadonlyArray<Need>,
  user: string | undefined,
  store: StoreData,
): Statement | undefined => {
  const all = singly(needs.flatMap((need) => needed(need, user, store)))
  const [only, ...others] = all.filter(({ attribute }) => attribute !== "availability")
  return only !== undefined && others.length === 0 && sayable.has(only.attribute) ? only : undefined
}

const amount = /¥\d+/gu
const date = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/gu

const judgeSaid = (answer: string, { attribute, oneOf }: Statement): Verdict => {
  const wanted = attribute === "price" ? oneOf.map((value) => `¥${value}`) : oneOf
  if (wanted.some((each) => saysText(answer, each))) return "right"
  const others = attribute === "price" ? amount : date
  const saysAnother = attribute === "price" || attribute === "date"
  return saysAnother && others.test(dated(answer)) ? "misled" : "wrong"
}

const judgeWish = (
  answer: string,
  search: NonNullable<Judged["search"]>,
  store: StoreData,
): Verdict => {
  const { all, best } = fitting(search, store)
  // That there is nothing can be said in many ways.
  if (all.length === 0) return "unread"
  const said = titlesIn(answer, store.catalogue.series)
  // What it is to be like, or not to be, may be named beside what fits.
  const measures = new Set([search.like, ...(search.not?.series ?? [])])
  const unfit = [...said].filter((id) => !all.includes(id) && !measures.has(id))
  if (unfit.length > 0) return "misled"
  return best.flat().some((id) => said.has(id)) ? "right" : "wrong"
}

export const verdictOf = (
  { needs = [], search, user }: Judged,
  { answer, outcome, source }: Pick<Told, "answer" | "outcome" | "source">,
  store: StoreData,
): Verdict => {
  if (outcome !== "complete" || source === "catalogue") return "wrong"
  const must = mustSay(needs, user, store)
  if (search === undefined && must === undefined) return "unread"
  if (search !== undefined && needs.length > 0 && must === undefined) return "unread"
  const verdicts = new Set([
    must === undefined ? "right" : judgeSaid(answer, must),
    search === undefined ? "right" : judgeWish(answer, search, store),
  ])
  return (["misled", "wrong", "unread"] as const).find((each) => verdicts.has(each)) ?? "right"
}

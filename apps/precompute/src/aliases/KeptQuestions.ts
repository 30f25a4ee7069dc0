/**
 * Lists the questions that have a fresh cached answer now, each in all its wordings. They are taken from the plan of
 * the worker's next pass, which knows the state of every answer kept ready ahead of demand. Pure.
 */
import { isServed } from "../questions/RefreshList.ts"
import type { Plan } from "../worker/Worker.ts"

export interface KeptQuestion {
  readonly locale: "en" | "ja"
  readonly text: string
}

export const keptQuestions = (plan: Plan): ReadonlyArray<KeptQuestion> =>
  plan.entries
    .filter(({ due }) => isServed(due))
    .flatMap(({ entry: { locale, wordings } }) => wordings.map((text) => ({ locale, text })))

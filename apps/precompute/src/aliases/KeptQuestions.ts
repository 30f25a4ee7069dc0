/** Lists the questions that have a cached answer now, each in all its wordings, from the worker's plan. Pure. */
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

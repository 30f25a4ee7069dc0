/** The questions whose answers are kept now, in each of their wordings, as the worker's plan has them. Pure. */
import type { Plan } from "../Worker.ts"

export interface KeptQuestion {
  readonly locale: "en" | "ja"
  readonly text: string
}

/** Due for another reason than that nothing is there: it is served until it is renewed. */
const isServed = ({ due }: Plan["entries"][number]): boolean =>
  due === undefined || due.why === "runs-out" || due.why === "cron"

export const keptQuestions = (plan: Plan): ReadonlyArray<KeptQuestion> =>
  plan.entries
    .filter(isServed)
    .flatMap(({ entry: { locale, wordings } }) => wordings.map((text) => ({ locale, text })))

/** Tells what the model looked up for an answer, in the question's language, and how much was found, in the page's. */
import type { TurnEnd } from "@manga-assist/client"
import { Fragment } from "preact"
import { languageOf, words } from "./Language.ts"
import { safeText } from "./SafeText.ts"

export const LookedUp = ({ looked }: Pick<TurnEnd, "looked">) => {
  const { and, lookFound } = words.value
  return looked?.map(({ found, label }, at) => (
    <Fragment key={at}>
      {at > 0 && and}
      <span lang={languageOf(label)}>{safeText(label)}</span> · {lookFound(found)}
    </Fragment>
  ))
}

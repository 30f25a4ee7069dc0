/** Tells what the model looked up for an answer and how much was found, in the words of the page. */
import type { TurnEnd } from "@manga-assist/client"
import { words } from "./Language.ts"
import { safeText } from "./SafeText.ts"

/** `undefined` where nothing was looked up. */
export const lookedUpIn = (end: TurnEnd | undefined): string | undefined =>
  end?.looked
    ?.map(({ found, label }) => words.value.lookFound(safeText(label), found))
    .join("; ") || undefined

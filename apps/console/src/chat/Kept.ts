/**
 * Stores the conversation, its last 50 turns at most, in the tab's session storage, so that it survives a reload and
 * ends with the tab. A customer's token is never stored, and neither is a conversation that needs one.
 */
import type { ProductCard, TimelineEntry, TurnEnd } from "@manga-assist/client"

export type Rated = "up" | "down"

export interface Failure {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly timeline?: ReadonlyArray<TimelineEntry>
}

export interface KeptTurn {
  readonly id: string
  readonly question: string
  readonly products: ReadonlyArray<ProductCard>
  readonly text: string
  /** Absent with `failure`: it has no answer yet, and is asked again. */
  readonly end?: TurnEnd | undefined
  readonly failure?: Failure | undefined
  readonly rated?: Rated | undefined
}

export interface Kept {
  readonly session: string
  readonly resumeToken: string | undefined
  readonly user: string | undefined
  readonly turns: ReadonlyArray<KeptTurn>
}

/** Of what is written here; what an earlier page wrote otherwise is left aside. */
const name = "conversation-1"
/** Storage has some megabytes, and a reader goes back no further. */
export const mostKept = 50

export const keep = (conversation: Kept): void => {
  try {
    sessionStorage.setItem(name, JSON.stringify(conversation))
  } catch {
    // Full or forbidden: a reload then begins anew.
    forget()
  }
}

export const kept = (): Kept | undefined => {
  try {
    const text = sessionStorage.getItem(name)
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

export const forget = (): void => {
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Forbidden: nothing is kept either.
  }
}

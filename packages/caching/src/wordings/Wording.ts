/**
 * A learned wording: a question with slots for its titles, figures and the like, mapped to a sentence with the same slots
 * that asks the same and that the caller's grammar understands.
 *
 * A judge has approved it in the background; it expires and can be revoked. Pure data, including who approved it, by
 * what and when, so that a wrong one can be traced.
 */
import { hash } from "node:crypto"
import { Schema } from "effect"

/** What is asked, with slots for its values. */
export interface AskedWording {
  readonly locale: string
  readonly text: string
}

const Name = Schema.NonEmptyString.check(Schema.isMaxLength(200))

export const Wording = Schema.Struct({
  locale: Name,
  /** Longer questions are not asked twice alike. */
  text: Schema.NonEmptyString.check(Schema.isMaxLength(120)),
  /** What it asks, with the same slots. */
  sentence: Name,
  /** Of all that it was judged under; one of another version is never found. */
  version: Name,
  /** Milliseconds since 1970, by the clock of who approved it. */
  approvedAt: Schema.Finite,
  expiresAt: Schema.Finite,
  /** Who approved it: process and rules. */
  approvedBy: Name,
  /** What judged it. */
  model: Name,
})
export type Wording = typeof Wording.Type

/** Its name, for lists and for its removal: equal exactly when text and locale are. */
export const wordingId = ({ locale, text }: AskedWording): string =>
  hash("sha256", JSON.stringify([locale, text]), "base64url").slice(0, 22)

/** More are not kept; some megabytes. */
export const mostWordings = 5_000
/** The oldest of more are approved again. */
export const mostRefused = 20_000

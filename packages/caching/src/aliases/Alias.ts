/**
 * An alias: the exact wording of a question, mapped to the cached answer of another question that means the same.
 *
 * A judge has approved it in the background; it expires and can be revoked. Pure data, including who approved it, by
 * what and when, so that a wrong alias can be traced.
 */
import { hash } from "node:crypto"
import { Schema } from "effect"

/** What is asked, as the literal layer of a cache sees it. */
export interface AskedWords {
  /** Who may share answers, for example a tenant. */
  readonly partition: string
  readonly locale: string
  /** As `normalizeQuestion` writes them. */
  readonly words: string
}

/** Longer questions are not asked twice in the same words. */
const Words = Schema.NonEmptyString.check(Schema.isMaxLength(300))
const Name = Schema.NonEmptyString.check(Schema.isMaxLength(200))

export const Alias = Schema.Struct({
  partition: Name,
  locale: Name,
  words: Words,
  /** Key of the answer, as `answerKey` gives it. */
  place: Name,
  /** The question whose answer it is, normalised. */
  kept: Words,
  /** Of all that the pair was judged under; an alias of another version is never found. */
  version: Name,
  /** Milliseconds since 1970, by the clock of who approved it. */
  approvedAt: Schema.Finite,
  expiresAt: Schema.Finite,
  /** Who approved it: process and rules. */
  approvedBy: Name,
  /** What judged the pair. */
  model: Name,
})
export type Alias = typeof Alias.Type

/** The name of an alias, for lists and for its removal: equal exactly when its words, locale and partition are. */
export const aliasId = ({ locale, partition, words }: AskedWords): string =>
  hash("sha256", JSON.stringify([partition, locale, words]), "base64url").slice(0, 22)

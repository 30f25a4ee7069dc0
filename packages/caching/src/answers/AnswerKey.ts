/** The cache key of an answer: a hash of everything that the answer depends on, encoded unambiguously. */
import { hash } from "node:crypto"

export interface AnswerKeyParts {
  /** Who may share the answer, for example a tenant. */
  readonly partition: string
  readonly locale: string
  readonly intent: string
  /** Already normalised, see `normalizeQuestion`. */
  readonly question: string
  /** JSON values; the order of an object's fields does not matter, the order of lists does. */
  readonly slots: unknown
  readonly model: string
  readonly promptVersion: string
  readonly catalogueVersion: string
}

const SORTED: ReadonlyArray<keyof AnswerKeyParts> = [
  "partition",
  "locale",
  "intent",
  "question",
  "slots",
  "model",
  "promptVersion",
  "catalogueVersion",
]

const sortFields = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** `answer:` and 43 characters; equal exactly when all parts are (but for hash collisions). */
export const answerKey = (parts: AnswerKeyParts): string => {
  // A JSON list of all parts: no separator that a part could contain, no part that could be missing.
  const form = JSON.stringify(
    SORTED.map((part) => parts[part]),
    sortFields,
  )
  return `answer:${hash("sha256", form, "base64url")}`
}

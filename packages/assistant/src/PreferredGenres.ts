/** The genres that stand in for a wish: only where the answer is meant for this customer. */
import type { User } from "@manga-assist/catalogue"
import type { Question } from "./Question.ts"

export const preferredGenres = (
  question: Question,
  customer: User | undefined,
): ReadonlyArray<string> => (question.personal ? (customer?.preferredGenres ?? []) : [])

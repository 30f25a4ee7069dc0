/** What a prompt may ask for, and what is written for each. */
export const intents = [
  "recommend",
  "trending",
  "new-releases",
  "genre-browse",
  "title-lookup",
  "price-or-stock",
  "author",
  "release-date",
  "policy",
  "order-status",
  "greeting",
  "other",
] as const

export type ComposedIntent = (typeof intents)[number]

/** One sub-composer for each intent, and for a prompt that gives nothing, or nothing yet, to speak of. */
export type Sayings = Readonly<Record<ComposedIntent | "no-information" | "unread", () => string>>

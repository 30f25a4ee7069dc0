/** The intents that a prompt may name. */
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

/** What a prompt may say that it asks for. */
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

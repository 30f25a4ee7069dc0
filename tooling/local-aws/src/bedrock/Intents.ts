/**
 * The intents of a question that the store's prompt may state; the emulated model composes an answer for each.
 * `ComposedIntent` is one of them. A value that is not listed counts as none stated.
 */
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

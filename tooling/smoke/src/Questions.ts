/**
 * The ten questions of the smoke test, which together use everything a turn needs. Those about a person are never
 * cached, so that model, index and tables are used in any case; the last two are equal, so that the cache must answer
 * the second.
 */
export interface Question {
  readonly text: string
  /** Products have to come, and before the first word. */
  readonly products: boolean
  /** Asked a moment ago in the same words, and fit for a cache. */
  readonly repeated?: true
}

export const questions: ReadonlyArray<Question> = [
  { text: "Which sports manga would you recommend for my brother?", products: true },
  { text: "弟におすすめのスポーツ漫画は？", products: true },
  { text: "How much is One Piece volume 105 for my friend?", products: true },
  { text: "Show me horror manga for my sister under 800 yen", products: true },
  { text: "my nephew likes robots, what should he read?", products: true },
  { text: "Where is my order?", products: false },
  { text: "What is your return policy?", products: false },
  { text: "ワンピースの105巻はいくら？", products: true },
  { text: "What's trending this week?", products: true },
  { text: "What's trending this week?", products: true, repeated: true },
]

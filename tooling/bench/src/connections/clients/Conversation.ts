/**
 * The chat that every client sends: some turns with products in front of the question, about 6.7 KB as JSON.
 *
 * As in real traffic no two are equal, so that no client can reuse the bytes or hash of an earlier one.
 */

const rules =
  "You help the customers of a book store. Recommend only what is in the list of products, say the " +
  "price with its currency, answer in the language of the question, and keep it short. "

const product = (index: number): string =>
  `- id P${1_000 + index}, "Adventures in the Northern Sea, volume ${index}", paperback, 192 pages, ` +
  `in stock ${index % 9}, price 5${index % 10}0 JPY, a crew of friends looks for a lost island.`

const system = rules.repeat(3) + Array.from({ length: 27 }, (_, index) => product(index)).join("\n")

const history = Array.from({ length: 8 }, (_, index) => ({
  role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
  content: [
    {
      text:
        `Turn ${index}: I liked the first volumes because of their drawings and their quiet humour; ` +
        "what else is there in this manner, not too long, that a twelve year old would enjoy as well, " +
        "and that is in stock today?",
    },
  ],
}))

export const conversation = (index: number) => ({
  system: [{ text: system }],
  messages: [
    ...history,
    { role: "user" as const, content: [{ text: `And which of them first? (${index})` }] },
  ],
  inferenceConfig: { maxTokens: 512, temperature: 0.2 },
})

export type Conversation = ReturnType<typeof conversation>

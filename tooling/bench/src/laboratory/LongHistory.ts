/**
 * A fixed conversation of 20 turns and 12 KB, as in the source document, that is put before every prompt: whole, or
 * pruned as in the store (5 turns and a summary). (Source document: "Latency Reduction Techniques for FM Systems",
 * whose claims this project tests.)
 */
import { type ConverseRequest } from "@manga-assist/connections"
import { pruneHistory } from "@manga-assist/payload"

const turns = Array.from({ length: 20 }, (_, index) => ({
  user: `Question ${index + 1}: which of the series on the third shelf would suit a reader who liked long journeys, and is the first volume there in paperback?`,
  assistant: `Answer ${index + 1}: ${"the shop has several such stories, most of them complete, and the first volume of each is in stock at the price shown on its card; ".repeat(3)}shall I show them?`,
}))

const messages = (kept: ReadonlyArray<(typeof turns)[number]>): ConverseRequest["messages"] =>
  kept.flatMap(({ assistant, user }) => [
    { role: "user" as const, content: [{ text: user }] },
    { role: "assistant" as const, content: [{ text: assistant }] },
  ])

const pruned = () => {
  const { summary, turns: kept } = pruneHistory(turns, {
    keep: 5,
    maxTokens: 6_000,
    summaryTokens: 300,
  })
  return messages(
    kept.map(({ assistant, user }, index) => ({
      assistant,
      user: index === 0 ? `${summary}\n${user}` : user,
    })),
  )
}

export const longHistory = { whole: messages(turns), pruned: pruned() } as const

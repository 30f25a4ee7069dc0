/**
 * Estimates the questions and tokens that asking a corpus takes at most, to be shown before a real model is asked;
 * cached answers need none. Pure.
 */
import { estimateTokens } from "@manga-assist/payload"
import type { CorpusEntry } from "./Corpus.ts"

/** Of the demo store's prompts, its system prompt included, and of its answers; see `input tokens` of any report. */
const tokensOfPrompt = 2_500
const tokensOfAnswer = 150

export interface AskingCost {
  readonly questions: number
  readonly inputTokens: number
  readonly outputTokens: number
}

/** At most: answers from a cache cost nothing. */
export const askingCost = (entries: ReadonlyArray<CorpusEntry>, orders: number): AskingCost => {
  let questions = 0
  let inputTokens = 0
  for (const { turns } of entries) {
    for (const [index, { ask }] of turns.entries()) {
      questions += orders
      // What was said before is in the prompt once more.
      inputTokens +=
        orders * (tokensOfPrompt + estimateTokens(ask).likely + index * 2 * tokensOfAnswer)
    }
  }
  return {
    questions,
    inputTokens: Math.round(inputTokens),
    outputTokens: questions * tokensOfAnswer,
  }
}

export const costText = ({ inputTokens, outputTokens, questions }: AskingCost): string =>
  `${questions.toLocaleString("en")} questions: about ${inputTokens.toLocaleString("en")} input tokens and ` +
  `${outputTokens.toLocaleString("en")} output tokens of the store's model; cached answers cost less`

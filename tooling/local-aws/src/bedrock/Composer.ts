/**
 * Entry point of the emulated language model: writes the answer from the facts in the prompt alone. Deterministic: the
 * same prompt, seed, model family and date give the same text. Product and customer texts are quoted as data and never
 * followed as instructions.
 *
 * A prompt without the store's tagged sections (`<question>`, …) is a plain question. Unless it is a greeting or about
 * a known policy, the usual answer is that no information was given.
 */
import { answer } from "./Answers.ts"
import { englishSentences } from "./language/EnglishSentences.ts"
import { japaneseSentences } from "./language/JapaneseSentences.ts"
import { type ChatModel } from "@manga-assist/bedrock-emulator/services"
import { type Prompt } from "./PromptReader.ts"
import { formIntents } from "@manga-assist/store-grammar"
import { seededChoice } from "./SeededChoice.ts"

export interface ComposeOptions {
  readonly seed: number
  readonly family: ChatModel["family"]
  /** ISO date. */
  readonly today: string
}

export const compose = (prompt: Prompt, options: ComposeOptions): string => {
  const { family, seed, today } = options
  const choose = seededChoice(seed, `${family}\n${prompt.locale}\n${prompt.question}`)
  const scene = { prompt, choose, brief: family === "haiku", today }
  const sentences = prompt.locale === "ja" ? japaneseSentences : englishSentences
  const given = formIntents.find((intent) => intent === prompt.intent)
  return answer(scene, sentences(choose), given)
}

/**
 * The input of all answers of the emulated model: the parsed prompt, the choice of wordings, the length of the model's
 * answers and the date; also how many titles an answer names.
 */
import { type Prompt } from "./PromptReader.ts"
import { type Choose } from "./SeededChoice.ts"

export interface Scene {
  readonly prompt: Prompt
  readonly choose: Choose
  /** The smaller model says less. */
  readonly brief: boolean
  /** ISO date; what is released later can be pre-ordered. */
  readonly today: string
}

const wanted =
  /\b(?:top|best|give me|show me|recommend|list)\s(?:the\s|me\s)?([1-5])\b|(?<!\d)([1-5])\s?(?:つ|作品|冊|選|個)/iu

/** "Give me 4": how many titles the question asks for, when it says so. */
const wantedTitles = (scene: Scene): number | undefined => {
  const match = wanted.exec(scene.prompt.question.normalize("NFKC"))
  const digits = match?.[1] ?? match?.[2]
  return digits === undefined ? undefined : Number(digits)
}

/** Titles named in a recommendation. */
export const mostTitles = (scene: Scene): number => wantedTitles(scene) ?? (scene.brief ? 2 : 3)

/** Titles named in a list. */
export const mostListed = (scene: Scene): number => wantedTitles(scene) ?? (scene.brief ? 3 : 5)

/**
 * The input from which the emulated model writes an answer about books: the analysis of the question, all products
 * that the prompt states, and, chosen from these, the titles and the single books (volume and format) that the
 * question means.
 */
import { type Asked } from "../Asked.ts"
import { type Sentences } from "../language/EnglishSentences.ts"
import { type PromptProduct } from "../PromptFacts.ts"
import { type Scene } from "../Scene.ts"
import {
  askedItems,
  askedTitles,
  type ItemChoice,
  knownProducts,
  oneOfEachTitle,
} from "./ProductChoice.ts"

export interface BookScene {
  readonly scene: Scene
  readonly say: Sentences
  readonly asked: Asked
  /** Of the products shown, one of each title. */
  readonly titles: ReadonlyArray<PromptProduct>
  /** Shown or not. */
  readonly known: ReadonlyArray<PromptProduct>
  /** The titles that the question means. */
  readonly chosen: ReadonlyArray<PromptProduct>
  /** The books that it means. */
  readonly choices: ReadonlyArray<ItemChoice>
}

export const bookScene = (scene: Scene, say: Sentences, asked: Asked): BookScene => {
  const { prompt } = scene
  return {
    scene,
    say,
    asked,
    titles: oneOfEachTitle(prompt.products),
    known: knownProducts(prompt),
    chosen: askedTitles(prompt),
    choices: askedItems(prompt),
  }
}

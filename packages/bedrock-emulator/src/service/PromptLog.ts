/**
 * Bounded log of the latest model requests and answers, for inspection through the admin address. Off by default,
 * because prompts contain what customers wrote.
 *
 * `keep(n)` turns it on for the last n, 0 turns it off and clears it. `take` returns the entries and removes them.
 */
import type { JsonObject } from "../wire/Json.ts"

export interface KeptPrompt {
  /** `ConverseStream`, `InvokeModel`, … */
  readonly operation: string
  readonly modelId: string
  /** As it came. */
  readonly request: JsonObject
  readonly answer: string
}

/** A prompt has about 20 KB. */
export const mostPrompts = 10_000

export interface PromptLog {
  /** Of the last so many; 0 keeps none and forgets those there are. */
  readonly keep: (count: number) => void
  readonly kept: () => number
  readonly asked: (prompt: KeptPrompt) => void
  /** Oldest first; they are gone afterwards. */
  readonly take: () => ReadonlyArray<KeptPrompt>
}

export const makePromptLog = (): PromptLog => {
  let most = 0
  let prompts: Array<KeptPrompt> = []
  return {
    keep: (count) => {
      most = count
      prompts = count === 0 ? [] : prompts.slice(-count)
    },
    kept: () => most,
    asked: (prompt) => {
      if (most === 0) return
      prompts.push(prompt)
      if (prompts.length > most) prompts.shift()
    },
    take: () => {
      const taken = prompts
      prompts = []
      return taken
    },
  }
}

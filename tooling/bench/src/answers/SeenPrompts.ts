/**
 * Fetches the prompts that the emulated model received and finds the one behind an answer, by the answer's text. A
 * cached answer thus has the prompt of the turn that generated it. Where several prompts had the same answer, the
 * question and the conversation decide.
 */
import type { RunningStore } from "../store/RunningStore.ts"
import { promptFacts, type PromptFacts, type SentPrompt } from "./PromptFacts.ts"
import { plain } from "./Texts.ts"

export interface SeenPrompt {
  readonly sent: SentPrompt
  readonly facts: PromptFacts
}

/** Far more than are asked between two takings. */
const kept = 2_000

type Emulated = Pick<RunningStore, "admin">

const replyOf = async (reply: Response): Promise<unknown> => {
  if (!reply.ok) throw new Error(`/prompts refused: ${await reply.text()}`)
  return reply.json()
}

export class SeenPrompts {
  readonly #store: Emulated
  readonly #byAnswer = new Map<string, Array<SeenPrompt>>()

  private constructor(store: Emulated) {
    this.#store = store
  }

  /** From now on. */
  static async of(store: Emulated): Promise<SeenPrompts> {
    await replyOf(
      await fetch(`${store.admin}/prompts`, {
        method: "PUT",
        body: JSON.stringify({ keep: kept }),
      }),
    )
    return new SeenPrompts(store)
  }

  async take(): Promise<void> {
    const taken = (await replyOf(await fetch(`${this.#store.admin}/prompts`))) as ReadonlyArray<
      SentPrompt & { readonly operation: string }
    > // The emulators' own shape.
    for (const sent of taken) {
      // Answers are streamed; the rest are summaries and judgements.
      if (sent.operation !== "ConverseStream") continue
      const seen = { sent, facts: promptFacts(sent) }
      const same = this.#byAnswer.get(sent.answer)
      if (same === undefined) this.#byAnswer.set(sent.answer, [seen])
      else same.push(seen)
    }
  }

  /** Of those with this answer: with this question, and of a conversation with the most of those before; else the last. */
  of(answer: string, question: string, before: ReadonlyArray<string>): SeenPrompt | undefined {
    let best: { readonly seen: SeenPrompt; readonly points: number } | undefined
    for (const seen of this.#byAnswer.get(answer) ?? []) {
      const { facts } = seen
      const points =
        (plain(facts.question) === plain(question) ? before.length + 1 : 0) +
        before.filter((each) => facts.text.includes(each)).length
      if (best === undefined || points >= best.points) best = { seen, points }
    }
    return best?.seen
  }
}

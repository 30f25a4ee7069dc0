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

type Emulated = Pick<RunningStore, "admin">

/** The emulators' own shape. */
interface KeptRequest {
  readonly at: number
  readonly operation: string
  readonly model: string
  readonly body: SentPrompt["request"]
  readonly answer: { readonly text: string; readonly stopReason?: string }
}

/** Far more than are asked between two takings. */
const most = 400

export class SeenPrompts {
  readonly #store: Emulated
  readonly #byAnswer = new Map<string, Array<SeenPrompt>>()
  /** Requests are told again and again; those of one moment are told apart by what they say. */
  readonly #taken = new Set<string>()

  constructor(store: Emulated) {
    this.#store = store
  }

  async take(): Promise<void> {
    const reply = await fetch(`${this.#store.admin}/requests?service=bedrock&limit=${most}`)
    if (!reply.ok) throw new Error(`/requests refused: ${await reply.text()}`)
    const kept = (await reply.json()) as ReadonlyArray<KeptRequest>
    for (const { answer, at, body, model, operation } of kept) {
      // Answers are streamed; the rest are summaries and judgements. What is still told is for the next time.
      if (operation !== "ConverseStream" || answer.stopReason === undefined) continue
      const sent: SentPrompt = { modelId: model, request: body, answer: answer.text }
      const facts = promptFacts(sent)
      const id = `${at} ${facts.question}`
      if (this.#taken.has(id)) continue
      this.#taken.add(id)
      const seen = { sent, facts }
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

/**
 * Turns of this process that a client can resume: running ones, and for 30 s finished ones, whose last frames may have
 * been lost.
 */
import { BoundedMap } from "../bounds/BoundedMap.ts"
import type { ResumableRun } from "./QueuedRun.ts"

/** Ended ones; a client that takes longer to come back sends its message again. */
const kept = { maxAgeMs: 30_000, maxWeight: 16 * 1_048_576 }

/** Which turn: that of this id, or the latest of the conversation. */
export interface WantedTurn {
  readonly turn?: string
  /** Whose it must be; as `Conversation.ts` makes it. */
  readonly conversation: string
  /** Who cannot take text back goes on with no turn whose text may be. */
  readonly mayRetract: boolean
}

export class ResumableTurns {
  readonly #running = new Map<string, ResumableRun>()
  readonly #ended: BoundedMap<ResumableRun>
  readonly #latest: BoundedMap<string>

  constructor() {
    this.#ended = new BoundedMap<ResumableRun>({
      ...kept,
      weigh: (_turn, { tape }) => tape.bytes + 1_024,
    })
    this.#latest = new BoundedMap<string>({ maxWeight: 100_000, maxAgeMs: 600_000 })
  }

  started(turn: string, run: ResumableRun): void {
    this.#running.set(turn, run)
    this.#latest.set(run.conversation, turn)
  }

  ended(turn: string, run: ResumableRun): void {
    this.#running.delete(turn)
    this.#ended.set(turn, run)
  }

  /** Undefined: there is none here, or it is another's. */
  find({ conversation, mayRetract, turn }: WantedTurn): ResumableRun | undefined {
    const id = turn ?? this.#latest.get(conversation)
    if (id === undefined) return undefined
    const running = this.#running.get(id)
    // Who does not know which turn asks for what is still being said.
    const run = running ?? (turn === undefined ? undefined : this.#ended.get(id))
    if (run?.message.mayRetract === true && !mayRetract) return undefined
    return run?.conversation === conversation && run.tape.isWhole ? run : undefined
  }
}

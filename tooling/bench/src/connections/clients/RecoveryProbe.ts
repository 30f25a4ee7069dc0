/**
 * Runs chats of one client before, during and after a black hole: some that are open when it begins, and new ones at a
 * fixed rate. It only records when each ended and how; `Recovery.ts` evaluates.
 */
import { evenArrivals, type OpenLoop, sharedClock, startOpenLoop } from "../../measure/OpenLoop.ts"
import { type ChatClient } from "./ChatClient.ts"
import { type StreamShape } from "./StreamShape.ts"

/** One chat; times on the clock that all processes share. */
export interface ProbedChat {
  readonly intended: number
  /** Null when it was still open. */
  readonly ended: number | null
  readonly isFailed: boolean
}

export interface RecoveryRecord {
  readonly held: ReadonlyArray<ProbedChat>
  readonly asked: ReadonlyArray<ProbedChat>
}

export interface RecoveryOptions {
  readonly held: number
  readonly heldShape: StreamShape
  readonly askedShape: StreamShape
  readonly gapMs: number
}

export class RecoveryProbe {
  readonly #client: ChatClient
  #held: OpenLoop | undefined
  #asked: OpenLoop | undefined
  #isOver = false

  constructor(client: ChatClient) {
    this.#client = client
  }

  /** Resolves when every held chat has its first text; from then on a chat is asked each `gapMs`. */
  async begin({ held, heldShape, askedShape, gapMs }: RecoveryOptions): Promise<void> {
    const client = this.#client
    const firsts = Array.from({ length: held }, () => Promise.withResolvers<void>())
    const now = sharedClock.now()
    this.#held = startOpenLoop(
      sharedClock,
      firsts.map(() => now),
      (index) => {
        const answer = client.chat(heldShape, () => firsts[index]?.resolve())
        answer.catch((error: unknown) => firsts[index]?.reject(error))
        return answer
      },
    )
    await Promise.all(firsts.map(({ promise }) => promise))
    this.#asked = startOpenLoop(
      sharedClock,
      evenArrivals(sharedClock.now(), gapMs, () => this.#isOver),
      () => client.chat(askedShape, () => {}),
    )
  }

  /** What is known by now; no further chat is asked. */
  end(): RecoveryRecord {
    this.#isOver = true
    return { held: recordOf(this.#held), asked: recordOf(this.#asked) }
  }
}

const recordOf = (loop: OpenLoop | undefined): ReadonlyArray<ProbedChat> =>
  (loop?.timings ?? []).map(({ intended, ended, failure }) => ({
    intended,
    ended,
    isFailed: failure !== undefined,
  }))

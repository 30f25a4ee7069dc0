/**
 * Chats before, during and after a black hole: some that are open when it begins, and new ones at a fixed
 * pace that waits for nobody. Only records; what it means is said in `Recovery.ts`.
 */
import { type ChatClient } from "./ChatClient.ts"
import { type StreamShape } from "./StreamShape.ts"

/** One chat; times on the clock that all processes share. `endedAt` is null when it was still open. */
export interface ProbedChat {
  readonly intendedAt: number
  readonly endedAt: number | null
  /** Empty when it succeeded. */
  readonly failure: string
}

export interface RecoveryRecord {
  readonly held: ReadonlyArray<ProbedChat>
  readonly asked: ReadonlyArray<ProbedChat>
}

interface Entry {
  readonly intendedAt: number
  endedAt: number | null
  failure: string
}

/** The same in every process of this machine, in milliseconds. */
export const sharedNow = (): number => performance.timeOrigin + performance.now()

export class RecoveryProbe {
  readonly #client: ChatClient
  readonly #held: Array<Entry> = []
  readonly #asked: Array<Entry> = []
  #timer: NodeJS.Timeout | undefined

  constructor(client: ChatClient) {
    this.#client = client
  }

  /** Resolves when every held chat has its first text; from then on a chat is asked each `gapMs`. */
  async begin(options: {
    readonly held: number
    readonly heldShape: StreamShape
    readonly askedShape: StreamShape
    readonly gapMs: number
  }): Promise<void> {
    const { held, heldShape, askedShape, gapMs } = options
    await Promise.all(
      Array.from(
        { length: held },
        () =>
          new Promise<void>((resolve) => {
            this.#ask(this.#held, sharedNow(), heldShape, resolve)
          }),
      ),
    )
    let intendedAt = sharedNow()
    const next = () => {
      this.#ask(this.#asked, intendedAt, askedShape, () => {})
      intendedAt += gapMs
      this.#timer = setTimeout(next, Math.max(0, intendedAt - sharedNow()))
    }
    next()
  }

  end(): RecoveryRecord {
    clearTimeout(this.#timer)
    return { held: this.#held, asked: this.#asked }
  }

  #ask(list: Array<Entry>, intendedAt: number, shape: StreamShape, onFirst: () => void): void {
    const entry: Entry = { intendedAt, endedAt: null, failure: "" }
    list.push(entry)
    this.#client.chat(shape, onFirst).then(
      () => {
        entry.endedAt = sharedNow()
      },
      (error: unknown) => {
        entry.endedAt = sharedNow()
        entry.failure = error instanceof Error ? `${error}` : String(error)
        onFirst()
      },
    )
  }
}

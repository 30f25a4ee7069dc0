/**
 * Feedback that the server has not answered yet: kept until the server confirms or refuses it, and sent again over
 * each new socket, for two minutes at most.
 */
import { needed, object, oneOf } from "@manga-assist/options"
import { characters, check } from "./Checks.ts"
import type { ClientFrame } from "./Frames.ts"

type FeedbackFrame = Extract<ClientFrame, { readonly type: "feedback" }>

/** The protocol's own. */
const feedbackRule = object<Omit<FeedbackFrame, "type">>({
  turn: needed(characters(1, 128)),
  rating: needed(oneOf("up", "down")),
  comment: characters(0, 1_000),
})

interface Waiting {
  readonly frame: FeedbackFrame
  readonly settle: (isTaken: boolean) => void
}

export class Feedback {
  readonly #waiting = new Set<Waiting>()

  get isWaiting(): boolean {
    return this.#waiting.size > 0
  }

  get frames(): ReadonlyArray<FeedbackFrame> {
    return Array.from(this.#waiting, ({ frame }) => frame)
  }

  /** @throws OptionError */
  add(
    said: Omit<FeedbackFrame, "type">,
    waitMs: number,
  ): { readonly frame: FeedbackFrame; readonly isTaken: Promise<boolean> } {
    check("feedback", feedbackRule, said)
    const frame: FeedbackFrame = { type: "feedback", ...said }
    const isTaken = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => waiting.settle(false), waitMs)
      const waiting: Waiting = {
        frame,
        settle: (isTaken) => {
          clearTimeout(timer)
          this.#waiting.delete(waiting)
          resolve(isTaken)
        },
      }
      this.#waiting.add(waiting)
    })
    return { frame, isTaken }
  }

  /** The server's word on the first feedback of this turn. */
  settle(turn: string, isTaken: boolean): void {
    Array.from(this.#waiting)
      .find(({ frame }) => frame.turn === turn)
      ?.settle(isTaken)
  }

  giveUp(): void {
    for (const { settle } of this.#waiting) settle(false)
  }
}

/**
 * Feedback that the server has not answered yet: kept until the server confirms or refuses it, and sent again over
 * each new socket.
 */
import type { ClientFrame } from "./Frames.ts"

type FeedbackFrame = Extract<ClientFrame, { readonly type: "feedback" }>

export class Feedback {
  readonly #waiting: Array<{
    readonly frame: FeedbackFrame
    readonly settle: (isTaken: boolean) => void
  }> = []

  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  get frames(): ReadonlyArray<FeedbackFrame> {
    return this.#waiting.map(({ frame }) => frame)
  }

  /** Resolves to whether the server took it. */
  add(frame: FeedbackFrame): Promise<boolean> {
    return new Promise((settle) => this.#waiting.push({ frame, settle }))
  }

  /** The server's word on the first feedback of this turn. */
  settle(turn: string, isTaken: boolean): void {
    const at = this.#waiting.findIndex(({ frame }) => frame.turn === turn)
    if (at >= 0) for (const one of this.#waiting.splice(at, 1)) one.settle(isTaken)
  }

  giveUp(): void {
    for (const { settle } of this.#waiting.splice(0)) settle(false)
  }
}

/**
 * Interfaces for messages that wait for their answer or are being answered. `QueuedRun` is the handle by which a
 * connection cancels or abandons a message that it sent, whether this process answers it or another one. `ResumableRun`
 * is a `QueuedRun` that this process answers and whose turn another connection may take over.
 *
 * Two listeners receive a turn's frames: `RunListener` those of a turn that is known to exist, `ResumeListener` also
 * the news that there is no such turn.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import type { Visitor } from "../identity/Visitor.ts"
import type { TurnTape } from "./TurnTape.ts"

export interface RunListener {
  readonly push: (frame: ServerFrame) => void
  /** Called once, behind the last frame. */
  readonly done: () => void
  /** Called once, instead of `done`: another connection goes on with the turn. */
  readonly moved: () => void
}

export interface ResumeListener extends RunListener {
  /** There is no such turn: called once, instead of all others. */
  readonly unknown: () => void
}

/** A turn of this process as those see it who go on with it. */
export interface ResumableRun extends QueuedRun {
  /** Whose it is; as `Conversation.ts` makes it. */
  readonly conversation: string
  /** As it was asked. */
  readonly message: Pick<Visitor, "mayRetract">
  readonly tape: TurnTape
  /** Goes on on another connection, behind the frame of this number. */
  readonly attach: (after: number, listener: RunListener) => void
}

export interface QueuedRun {
  /** The client's own. */
  readonly id: string
  /** Ends it as the customer wished; false when it has ended already. */
  readonly cancel: () => boolean
  /** The customer has left: nothing more is said, the turn ends. */
  readonly abandon: () => void
  /** The connection was lost: for a while the turn goes on without it. */
  readonly lose: () => void
}

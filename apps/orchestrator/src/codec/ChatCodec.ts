/**
 * The interface of an HTTP format for asking one message and streaming its answer.
 *
 * A codec only translates. Turns, limits, authentication and refusals are the same for all codecs (`ChatStream.ts`).
 */
import type { ToldTurn } from "@manga-assist/assistant"
import type { ChatRequest, ServerFrame } from "@manga-assist/protocol"
import type { HttpHeaders, HttpReply, Target } from "../transport/SocketServer.ts"
import type { ErrorFrame, Refusal } from "./Refusals.ts"

/** Frames as text while they come. */
interface StreamedReply {
  readonly kind: "stream"
  readonly headers: HttpHeaders
  /** Empty: nothing to say yet; the reply begins with the first text. */
  readonly write: (frames: ReadonlyArray<ServerFrame>) => string
}

/** All frames as one body. */
interface WholeReply {
  readonly kind: "whole"
  readonly body: (frames: ReadonlyArray<ServerFrame>) => unknown
}

/** The conversation as a client tells it that sends all of it with each message. */
export interface Told {
  /** Oldest first. */
  readonly before: ReadonlyArray<ToldTurn>
  /** The customer's first words of it. */
  readonly first: string
}

export interface Asked {
  readonly request: ChatRequest
  /** Used where the session is neither named nor proven; what is kept of a session is not used then. */
  readonly told?: Told
  /** Every client of the format names a session: the name counts only for those who may choose one. */
  readonly sessionIsHint?: boolean
  /** A connection that ends was lost: its client may come back for the rest. */
  readonly isResumable?: boolean
  readonly reply: StreamedReply | WholeReply
}

/** Says no in the words of a format. */
export type Refuse = (error: ErrorFrame, status: number, detail?: Refusal["detail"]) => HttpReply

export interface ChatCodec {
  /** Bytes of a body. */
  readonly maxBytes: number
  /** The format has words for text that is taken back. */
  readonly retracts?: true
  /** Never throws. */
  readonly decode: (body: string, target: Target) => Asked | Refusal
  /** Instead of an answer that has not begun. */
  readonly refuse: Refuse
}

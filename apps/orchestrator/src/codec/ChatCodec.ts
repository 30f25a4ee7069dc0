/**
 * The interface of an HTTP format for asking one message and streaming its answer.
 *
 * A codec only translates. Turns, limits, authentication and refusals are the same for all codecs (`ChatStream.ts`).
 */
import type { ChatRequest, ErrorCode, ServerFrame } from "@manga-assist/protocol"
import type { HttpHeaders, HttpReply, Target } from "../transport/SocketServer.ts"

export type ErrorFrame = Extract<ServerFrame, { readonly type: "error" }>

/** Why a body was refused, in words for its sender. */
export interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  /** The message it names, when that much was readable. */
  readonly id?: string
  /** The format's own words for it, where `code` does not say enough. */
  readonly status?: number
  readonly detail?: Readonly<Record<string, string>>
}

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

export interface Asked {
  readonly request: ChatRequest
  /** Every client of the format names a session: the name counts only for those who may choose one. */
  readonly sessionIsHint?: boolean
  /** A connection that ends was lost: its client may come back for the rest. */
  readonly isResumable?: boolean
  readonly reply: StreamedReply | WholeReply
}

export interface ChatCodec {
  /** Bytes of a body. */
  readonly maxBytes: number
  /** Never throws. */
  readonly decode: (body: string, target: Target) => Asked | Refusal
  /** Instead of an answer that has not begun. */
  readonly refuse: (error: ErrorFrame, status: number, refusal?: Refusal) => HttpReply
}

export const statusOf = (code: ErrorCode): number => {
  if (code === "bad-frame" || code === "unknown-turn") return 400
  if (code === "unauthorized") return 401
  if (code === "too-large") return 413
  return code === "rate-limited" ? 429 : 503
}

export const errorFrame = ({ code, id, message }: Refusal): ErrorFrame => ({
  type: "error",
  code,
  message,
  retryable: statusOf(code) === 503 || code === "rate-limited",
  ...(id === undefined ? {} : { id }),
})

/** What a codec says of a problem that `decodeChatRequest` found. */
export const refusalOf = (problem: {
  readonly problem: "bad-frame" | "too-large"
  readonly message: string
  readonly id?: string
}): Refusal => ({
  code: problem.problem,
  message: problem.message,
  ...(problem.id === undefined ? {} : { id: problem.id }),
})

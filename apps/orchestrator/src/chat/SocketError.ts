/** Error frames of a socket, with the message or turn that they refer to. */
import type { ClientFrame, ErrorCode, ServerFrame } from "@manga-assist/protocol"

export interface Named {
  readonly id?: string
  readonly turn?: string
}

/** What an error about this frame names. */
export const namedBy = (frame: ClientFrame): Named => {
  if ("id" in frame) return { id: frame.id }
  return "turn" in frame ? { turn: frame.turn } : {}
}

export const socketError = (
  code: ErrorCode,
  message: string,
  retryable: boolean,
  { id, turn }: Named,
): ServerFrame => ({
  type: "error",
  code,
  message,
  retryable,
  ...(id === undefined ? {} : { id }),
  ...(turn === undefined ? {} : { turn }),
})

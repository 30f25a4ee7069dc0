/**
 * The table of refusals: for each error code its HTTP status and whether another try may help, and the sentences that are
 * said in more than one place. Every way in (sockets, streams, MCP, the gateway) refuses by it.
 */
import type { ClientFrame, ErrorCode, ServerFrame } from "@manga-assist/protocol"

export type ErrorFrame = Extract<ServerFrame, { readonly type: "error" }>

/** Why something was refused, in words for its sender. */
export interface Refusal {
  readonly code: ErrorCode
  readonly message: string
  /** The message or the turn it names, when that much was readable. */
  readonly id?: string | undefined
  readonly turn?: string | undefined
  /** The format's own words for it, where `code` does not say enough. */
  readonly status?: number
  readonly detail?: Readonly<Record<string, string>>
}

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  "bad-frame": 400,
  "unknown-turn": 400,
  unauthorized: 401,
  "too-large": 413,
  "rate-limited": 429,
}

export const statusOf = (code: ErrorCode): number => statuses[code] ?? 503

/** Another try may help, later or elsewhere. */
const isRetryable = (code: ErrorCode): boolean => statusOf(code) >= 429

/** Of a socket that is refused as a whole: overloaded, or a matter of policy. */
export const closeCodeOf = (code: ErrorCode): 1008 | 1013 => (isRetryable(code) ? 1013 : 1008)

export const errorFrame = ({ code, id, message, turn }: Refusal): ErrorFrame => ({
  type: "error",
  code,
  message,
  retryable: isRetryable(code),
  ...(id === undefined ? {} : { id }),
  ...(turn === undefined ? {} : { turn }),
})

/** What an error about this frame names. */
export const namedBy = (frame: ClientFrame): Pick<Refusal, "id" | "turn"> => {
  if ("id" in frame) return { id: frame.id }
  return "turn" in frame ? { turn: frame.turn } : {}
}

export const refusals = {
  /** The same words whether the session is another's, was never there, or is shown by a token of somebody else. */
  anothers: { code: "unauthorized", message: "this session belongs to another user" },
  tokenExpired: { code: "unauthorized", message: "the token has expired; get a new one" },
  tooManyMessages: {
    code: "rate-limited",
    message: "too many messages in one minute; wait a little",
  },
  tooManySessions: {
    code: "rate-limited",
    message: "too many new sessions from this address; wait a little",
  },
  tooManyConnections: {
    code: "rate-limited",
    message: "too many connections from this address; wait a little",
  },
  tooManyRequests: {
    code: "rate-limited",
    message: "too many requests from this address; wait a little",
  },
  full: { code: "busy", message: "too many connections; try again later" },
  waiting: { code: "busy", message: "one message is being answered and four wait already" },
  shuttingDown: { code: "shutting-down", message: "the server is shutting down" },
  reconnect: { code: "shutting-down", message: "the server is shutting down; reconnect" },
} as const satisfies Readonly<Record<string, Refusal>>

/** A body beyond so many bytes. */
export const tooLarge = (maxBytes: number): Refusal => ({
  code: "too-large",
  message: `a body has at most ${maxBytes / 1_024} KiB (${maxBytes.toLocaleString("en")} bytes)`,
})

/** What a codec says of a problem that `decodeChatRequest` found. */
export const refusalOf = ({
  id,
  message,
  problem,
}: {
  readonly problem: "bad-frame" | "too-large"
  readonly message: string
  readonly id?: string
}): Refusal => ({ code: problem, message, id })

/**
 * Reads from a frame's JSON which message it begins (client's frames) or ends (server's frames). Frames with an
 * answer's text are recognised without parsing.
 */

interface Frame {
  readonly type?: unknown
  readonly id?: unknown
  readonly text?: unknown
  readonly code?: unknown
  readonly turn?: unknown
}

const frameOf = (text: string): Frame => {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === "object" && frame !== null ? frame : {}
  } catch {
    return {}
  }
}

export interface OpenedMessage {
  readonly id: string
  readonly text: string
}

/** Most frames are text of an answer: they are not read for it. */
const may = (text: string, types: ReadonlyArray<string>): boolean =>
  types.some((type) => text.includes(`"${type}"`))

/** The message that a client's frame asks for. */
export const openedMessage = (frame: string): OpenedMessage | undefined => {
  if (!may(frame, ["message"])) return undefined
  const { id, text, type } = frameOf(frame)
  return type === "message" && typeof id === "string" && typeof text === "string"
    ? { id, text }
    : undefined
}

export interface EndedMessage {
  readonly id: string
  /** False: it was not begun; who sends it again wants it to be. */
  readonly wasBegun: boolean
}

/** The message that the server's frame ends; one that is unknown has ended before. */
export const endedMessage = (text: string): EndedMessage | undefined => {
  if (!may(text, ["turn-end", "error"])) return undefined
  const { code, id, turn, type } = frameOf(text)
  const isEnd = type === "turn-end" || (type === "error" && code !== "unknown-turn")
  if (!isEnd || typeof id !== "string") return undefined
  return { id, wasBegun: typeof turn === "string" || code === "internal" }
}

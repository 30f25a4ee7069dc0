/** Reads message ids from frames as text, to track which messages began and ended. */

interface Frame {
  readonly type?: unknown
  readonly id?: unknown
}

const frameOf = (text: string): Frame => {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === "object" && frame !== null ? frame : {}
  } catch {
    return {}
  }
}

const idOf = (text: string, types: ReadonlyArray<string>): string | undefined => {
  // Most frames are text: they are not read for it.
  if (!types.some((type) => text.includes(`"${type}"`))) return undefined
  const { id, type } = frameOf(text)
  return typeof id === "string" && typeof type === "string" && types.includes(type) ? id : undefined
}

/** The message that a client's frame asks for. */
export const openedMessage = (text: string): string | undefined => idOf(text, ["message"])

/** The message that the server's frame ends. */
export const endedMessage = (text: string): string | undefined => idOf(text, ["turn-end", "error"])

/** Explains in one line why no WebSocket could be opened and what to do. */
const askMs = 2000

/** Status of `/readyz` beside the chat address; undefined when nothing answers. */
const readiness = async (chat: URL): Promise<number | undefined> => {
  const url = new URL("/readyz", chat)
  url.protocol = chat.protocol.replace("ws", "http")
  try {
    const signal = AbortSignal.timeout(askMs)
    return (await fetch(url, { headers: { connection: "close" }, signal })).status
  } catch {
    return undefined
  }
}

/** `known`: what is known of a server that answers otherwise. */
export const whyUnreachable = async (chat: URL, known?: string): Promise<string> => {
  const place = `${chat.protocol}//${chat.host}${chat.pathname}`
  const status = await readiness(chat)
  if (status === undefined) {
    return `No server answers at ${place}. Start it with: npx -y pnpm@12 start`
  }
  if (status === 503) {
    return `The server at ${place} is starting or stopping. Try again in a moment.`
  }
  return (
    known ?? `A server answers at ${place}, but it did not accept a WebSocket there. Check --url.`
  )
}

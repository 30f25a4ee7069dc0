/** Explains in one line why no WebSocket could be opened and what to do. */
import { get } from "node:http"
import { get as getSecure } from "node:https"

const askMs = 2000

/** Status of `/readyz` beside the chat address; undefined when nothing answers. */
const readiness = (chat: URL): Promise<number | undefined> =>
  new Promise((resolve) => {
    const url = new URL("/readyz", chat)
    url.search = ""
    url.protocol = chat.protocol === "wss:" ? "https:" : "http:"
    const ask = url.protocol === "https:" ? getSecure : get
    const request = ask(url, { agent: false, timeout: askMs }, (response) => {
      response.destroy()
      resolve(response.statusCode)
    })
    request.on("timeout", () => request.destroy())
    request.on("error", () => resolve(undefined))
    request.on("close", () => resolve(undefined))
  })

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

/**
 * Asks chats at small intervals, each with its own socket, session and question. They mostly wait for services, so many
 * can be measured in a short time without waiting for each other.
 */
import { pause, StoreSocket, type Timed } from "../store/StoreSocket.ts"

/** What is read at the opening has come by then. */
const openMs = 100

export interface SpacedChats {
  readonly count: number
  readonly apartMs: number
  readonly question: () => string
}

let opened = 0

/** Ends with the first token. */
export const oneChat = async (url: string, question: string): Promise<Timed> => {
  opened += 1
  using socket = await StoreSocket.open(url, { session: `spaced-${process.pid}-${opened}` })
  await pause(openMs)
  return await socket.ask(question, { cancel: true })
}

export const spacedChats = (
  url: string,
  { apartMs, count, question }: SpacedChats,
): Promise<ReadonlyArray<Timed>> =>
  Promise.all(
    Array.from({ length: count }, async (_, at) => {
      await pause(at * apartMs)
      return oneChat(url, question())
    }),
  )

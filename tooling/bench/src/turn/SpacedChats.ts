/**
 * Asks chats at small intervals, each with its own socket, session and question. They mostly wait for services, so many
 * can be measured in a short time without waiting for each other.
 */
import { closedLoop, pause, sharedClock } from "../measure/OpenLoop.ts"
import { type Answered, Chat, type Ended, endedOf } from "../store/Chat.ts"

interface OneChat {
  /** Between the opening of the socket and the question; what is read at the opening has come by 100. */
  readonly openMs?: number
  readonly user?: string
  /** Ends with the first token unless it is to stay. */
  readonly leaves?: boolean
}

export const oneChat = async (
  url: string,
  question: string,
  { leaves = true, openMs = 100, user }: OneChat = {},
): Promise<Answered> => {
  using chat = await Chat.open(url, { user })
  await pause(openMs)
  return await chat.ask(question, { leaves })
}

interface SpacedChats {
  readonly count: number
  readonly apartMs: number
  readonly question: (index: number) => string
}

export const spacedChats = async (
  url: string,
  { apartMs, count, question }: SpacedChats,
): Promise<ReadonlyArray<Ended>> => {
  const answers: Array<Answered> = []
  const start = sharedClock.now()
  await closedLoop(count, count, async (index) => {
    await sharedClock.until(start + index * apartMs)
    answers.push(await oneChat(url, question(index)))
  })
  return endedOf(answers)
}

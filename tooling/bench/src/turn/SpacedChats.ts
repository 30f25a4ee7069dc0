/**
 * Asks chats at small intervals, by chance, or as they are typed, each with its own socket and session. They mostly wait
 * for services, so many can be measured in a short time without waiting for each other.
 */
import { pause, poissonArrivals, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { type Answered, type AskOptions, Chat, type Ended, endedOf } from "../store/Chat.ts"
import { enterAfterMs, type Habits, typing } from "../store/Typist.ts"

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

const chatsAt = async (
  url: string,
  arrivals: ReadonlyArray<number>,
  question: (index: number) => string,
  options: OneChat = {},
): Promise<ReadonlyArray<Ended>> => {
  const answers: Array<Answered> = []
  await startOpenLoop(sharedClock, arrivals, async (index) => {
    answers.push(await oneChat(url, question(index), options))
  }).finished
  return endedOf(answers)
}

interface Chats {
  readonly count: number
  readonly question: (index: number) => string
}

export const spacedChats = (
  url: string,
  { apartMs, count, question }: Chats & { readonly apartMs: number },
) => {
  const start = sharedClock.now()
  const at = Array.from({ length: count }, (_, index) => start + index * apartMs)
  return chatsAt(url, at, question)
}

/** By chance, and each to its end. */
export const randomChats = (
  url: string,
  { count, perSecond, question, seed }: Chats & Readonly<Record<"perSecond" | "seed", number>>,
) => {
  const at = poissonArrivals(sharedClock.now(), perSecond, count, seededRandom(seed))
  return chatsAt(url, at, question, { leaves: false })
}

/** Of people who type, all at once: each has its own socket, and asks one question after another. */
export const typedChats = async (
  url: string,
  questions: ReadonlyArray<ReadonlyArray<string>>,
  habits: Habits,
  seed: number,
  options: AskOptions = {},
): Promise<ReadonlyArray<Ended>> => {
  const typed = async (texts: ReadonlyArray<string>, typist: number) => {
    const random = seededRandom(seed + typist)
    using chat = await Chat.open(url)
    const told: Array<Answered> = []
    for (const text of texts) {
      for (const { afterMs, line } of typing(text, random, habits)) {
        await pause(afterMs)
        chat.type(line)
      }
      await pause(enterAfterMs(random, habits))
      told.push(await chat.ask(text, options))
    }
    return told
  }
  return endedOf((await Promise.all(questions.map(typed))).flat())
}

/**
 * The one chat driver of all loads: a customer over the published client, whose frames are timed from when each message
 * was meant to be sent. A message never rejects: silence, a refusal and a lost socket are outcomes.
 *
 * Every end of a message is counted, so that one with two ends or none shows. A socket that is lost is not opened again.
 */
import { type Answer, ChatClient, type ServerFrame } from "@manga-assist/client"
import { sharedClock } from "../measure/OpenLoop.ts"

type TurnEnd = Extract<ServerFrame, { readonly type: "turn-end" }>

export interface Answered {
  readonly id: string
  readonly text: string
  /** Milliseconds from the intended sending; absent where it never came. */
  readonly firstProductsMs?: number
  readonly firstTokenMs?: number
  readonly totalMs?: number
  readonly firstText?: string
  /** Frames of text. */
  readonly deltas: number
  /** What ended it: the finish, `error` with its code, `closed` with the socket, or `silent`. */
  readonly outcome: TurnEnd["finish"] | `error ${string}` | "closed" | "silent"
  /** 1 unless something is wrong, or it was closed or silent: 0. */
  readonly ends: number
  readonly turn?: string
  readonly end?: TurnEnd
}

/** An answer of which the server told the end; all stages of the turn are in its timeline. */
export type Ended = Answered & { readonly end: TurnEnd }

/** A busy machine may fail some; @throws Error where most were not answered */
export const endedOf = (answers: ReadonlyArray<Answered>): ReadonlyArray<Ended> => {
  const ended = answers.flatMap((each) =>
    each.end === undefined ? [] : [{ ...each, end: each.end }],
  )
  if (2 * ended.length > answers.length) return ended
  const other = answers.find(({ end }) => end === undefined)
  throw new Error(
    `${ended.length} of ${answers.length} answered; "${other?.text}": ${other?.outcome ?? "nothing asked"}`,
  )
}

export type Stages = TurnEnd["timeline"]

interface Message {
  readonly answer: Answer
  readonly intended: number
  readonly leaves: boolean
  told: { -readonly [Name in keyof Answered]: Answered[Name] }
  /** Of its first end, where that has one. */
  endSeq?: number | undefined
}

export type ChatOptions = Pick<
  ConstructorParameters<typeof ChatClient>[0],
  "session" | "user" | "token" | "onFrame"
>

export interface AskOptions {
  readonly id?: string
  /** On the shared clock; now unless given. */
  readonly intended?: number
  /** The rest is not waited for once the first text is here. */
  readonly leaves?: boolean
}

/** Far beyond any deadline of a turn: what says nothing for so long says nothing any more. */
const silentAfterMs = 60_000
const gone = new Set(["closed", "unreachable"])

let sessions = 0

/** A gateway that did not confirm an end is told it again, with the same number. */
const countEnd = (message: Message, { seq }: { readonly seq?: number }): void => {
  if (seq !== undefined && seq === message.endSeq) return
  message.told.ends += 1
  message.endSeq ??= seq
}

export class Chat implements Disposable {
  readonly #client: ChatClient
  readonly #messages = new Map<string, Message>()
  readonly #byTurn = new Map<string, Message>()
  readonly #waiting = new Set<Promise<Answered>>()
  #ratingsConfirmed = 0
  #errors = 0

  private constructor(url: string, { onFrame, session, ...who }: ChatOptions) {
    this.#client = new ChatClient({
      url,
      session: session ?? `bench-${process.pid}-${(sessions += 1)}`,
      ...who,
      tries: 1,
      onFrame: (frame, text) => {
        onFrame?.(frame, text)
        this.#receive(frame)
      },
    })
  }

  /** Rejects when the socket is not open within ten seconds, and then tries no more. */
  static async open(url: string, options: ChatOptions = {}): Promise<Chat> {
    const chat = new Chat(url, options)
    if (await chat.#client.open()) return chat
    const { status } = chat.#client
    void chat.close()
    throw new Error(`${url}: ${"why" in status ? status.why : status.state}`)
  }

  /** Resolves with what became of the message. */
  async ask(
    text: string,
    { id: given, intended, leaves = false }: AskOptions = {},
  ): Promise<Answered> {
    // A timer may be a fraction of a millisecond early.
    const from = Math.min(intended ?? Number.POSITIVE_INFINITY, sharedClock.now())
    const answer = this.#client.ask(text, given === undefined ? {} : { id: given })
    const { id } = answer
    const told: Message["told"] = { id, text, deltas: 0, ends: 0, outcome: "silent" }
    const message = { answer, intended: from, leaves, told }
    this.#messages.set(id, message)
    const answered = this.#ended(message)
    this.#waiting.add(answered)
    await answered
    this.#waiting.delete(answered)
    return told
  }

  async #ended({ answer, told }: Message): Promise<Answered> {
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<"silent">((resolve) => {
      timer = setTimeout(() => resolve("silent"), silentAfterMs)
    })
    const outcome = await Promise.race([answer.ended, silence])
    clearTimeout(timer)
    if (outcome === "silent") return told
    if (outcome.kind === "ended") told.outcome = outcome.end.finish
    else told.outcome = gone.has(outcome.code) ? "closed" : `error ${outcome.code}`
    return told
  }

  /** When every message so far has an outcome. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting)
  }

  /** The whole line so far, at each key; told to the server when it rests. */
  type(line: string): void {
    this.#client.draft(line)
  }

  /** A message that has ended by then is answered with `unknown-turn`, which is no second end of it. */
  cancel(id: string): void {
    this.#messages.get(id)?.answer.cancel()
  }

  rate(turn: string, rating: "up" | "down"): void {
    void this.#client.feedback(turn, rating).then((taken) => {
      if (taken) this.#ratingsConfirmed += 1
    })
  }

  /** What became of every message so far, kept up to date: an end that comes after the first is counted. */
  get messages(): ReadonlyArray<Answered> {
    return [...this.#messages.values()].map(({ told }) => told)
  }

  /** What was asked so far: whoever asks for hours keeps nothing. */
  forget(): void {
    this.#messages.clear()
    this.#byTurn.clear()
  }

  /** Ratings that the server confirmed. */
  get ratingsConfirmed(): number {
    return this.#ratingsConfirmed
  }

  /** Error frames that named none of the messages. */
  get otherErrors(): number {
    return this.#errors
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  [Symbol.dispose](): void {
    void this.close()
  }

  #receive(frame: ServerFrame): void {
    const message = this.#of(frame)
    if (message === undefined) {
      if (frame.type === "error") this.#errors += 1
      return
    }
    const { answer, intended, leaves, told } = message
    const after = sharedClock.now() - intended
    switch (frame.type) {
      case "turn-start":
        told.turn = frame.turn
        this.#byTurn.set(frame.turn, message)
        return
      case "products":
        told.firstProductsMs ??= after
        return
      case "delta":
        if (leaves && told.firstTokenMs === undefined) answer.cancel()
        told.firstTokenMs ??= after
        told.firstText ??= frame.text
        told.deltas += 1
        return
      case "error":
        // What it asked to be cancelled had ended.
        if (frame.code !== "unknown-turn") countEnd(message, frame)
        break
      case "turn-end":
        countEnd(message, frame)
        told.end ??= frame
        break
      default:
        return
    }
    if (told.ends > 0) told.totalMs ??= after
  }

  #of(frame: ServerFrame): Message | undefined {
    if ("id" in frame && frame.id !== undefined) return this.#messages.get(frame.id)
    return "turn" in frame && frame.turn !== undefined ? this.#byTurn.get(frame.turn) : undefined
  }
}

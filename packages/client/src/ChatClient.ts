/**
 * A chat session: sends questions, ratings of answers and drafts (the line that is still being typed, for which the
 * server reads products ahead), receives answers, and reconnects by itself.
 *
 * A lost socket is reopened with growing pauses and the same session. A running answer continues where it was, or its
 * question is sent again with its id, which the server answers once. If the server refuses the session (close code
 * 1008), open questions fail; only `open` or a new question tries again.
 */
import { type Answer, type AskOptions, type FailureCode, RunningAnswer } from "./Answer.ts"
import { Answers, isUnconfirmed } from "./Answers.ts"
import { type ChatOptions, type ChatStatus, checkChatOptions } from "./ChatOptions.ts"
import { Feedback } from "./Feedback.ts"
import { listener } from "./Listener.ts"
import type { ServerFrame } from "./Frames.ts"
import { type Lost, openSocket, type ServerSocket } from "./ServerSocket.ts"
import { ShownToken } from "./ShownToken.ts"
import { askToken } from "./Token.ts"
import { Tries } from "./Tries.ts"
import { Typing } from "./Typing.ts"

const policyViolation = 1008
/** Without a name: the frame was thrown away before its id was read. */
const unread = new Set<FailureCode>(["too-large", "bad-frame"])
/** The server says at most once a second that it throws frames away: a frame sent sooner could go unnoticed. */
const floodPauseMs = 1_100

export class ChatClient {
  readonly #options: ChatOptions
  readonly #onStatus: (status: ChatStatus) => void
  readonly #onFrame: (frame: ServerFrame, text: string) => void
  readonly #waitMs: number
  #status: ChatStatus = { state: "closed" }
  #socket: ServerSocket | undefined
  #session: string | undefined
  #resumeToken: string | undefined
  readonly #answers = new Answers()
  readonly #feedback = new Feedback()
  readonly #tries: Tries
  /** Of the next try without a socket, or of the end of a pause with one. */
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The server throws frames away: it is asked nothing for a while. */
  #isPaused = false
  /** What the server said without naming a question: why it closes next. */
  #said: { readonly code: FailureCode; readonly why: string } | undefined
  #opening: Array<(isOpen: boolean) => void> = []
  readonly #shown = new ShownToken((token) => this.#socket?.send({ type: "auth", token }))
  readonly #typing = new Typing((text) => {
    if (this.#status.state === "open") this.#socket?.send({ type: "draft", text })
  })

  /** @throws OptionError */
  constructor(options: ChatOptions) {
    checkChatOptions(options)
    this.#options = options
    this.#onStatus = listener(options.onStatus)
    this.#onFrame = listener(options.onFrame)
    this.#waitMs = options.waitMs ?? 120_000
    this.#tries = new Tries(options)
    this.#session = options.session
    this.#resumeToken = options.resumeToken
  }

  get status(): ChatStatus {
    return this.#status
  }

  /** The server's name for this session, once it said it. */
  get session(): string | undefined {
    return this.#session
  }

  /** Connects now; resolves at the end of the first try. Later ones go on by themselves. */
  open(): Promise<boolean> {
    if (this.#status.state === "open") return Promise.resolve(true)
    return new Promise((settle) => {
      this.#opening.push(settle)
      this.#begin()
    })
  }

  /** Sends a question as soon as there is a socket; answers come in the order of questions. */
  ask(text: string, options: AskOptions = {}): Answer {
    this.#typing.stop()
    const answer = new RunningAnswer(text, options, (one) => this.#cancel(one))
    this.#answers.add(answer)
    if (this.#status.state === "open") this.#pump()
    else this.#begin()
    return answer
  }

  /** Tells what is being typed, so that the server reads ahead: the whole line so far, at each change. */
  draft(text: string): void {
    this.#typing.typed(text)
  }

  /**
   * Resolves to whether the server took it; sent again after a reconnect until it says so, for `waitMs` at most.
   *
   * @throws OptionError
   */
  feedback(turn: string, rating: "up" | "down", comment?: string): Promise<boolean> {
    const said = { turn, rating, ...(comment === undefined ? {} : { comment }) }
    const { frame, isTaken } = this.#feedback.add(said, this.#waitMs)
    if (this.#status.state === "open") this.#socket?.send(frame)
    else this.#begin()
    return isTaken
  }

  /** After a sleep or in another network: a server silent for so long is lost; a try that is waited for comes now. */
  check(withinMs = 2_000): void {
    if (this.#status.state === "waiting") this.#begin()
    else this.#socket?.check(withinMs)
  }

  /** Says goodbye, and waits for that no longer than half a second. Open questions fail as `closed`. */
  async close(): Promise<void> {
    const socket = this.#drop()
    this.#become({ state: "closed" })
    this.#failAll("closed", "The chat was closed.", true)
    await socket?.close()
  }

  /** Unless a connection is there or on its way. */
  #begin(): void {
    const { state } = this.#status
    if (state === "connecting" || state === "open") return
    if (state === "waiting") clearTimeout(this.#timer)
    else this.#tries.reset()
    void this.#connect()
  }

  async #connect(): Promise<void> {
    this.#tries.begin()
    const connecting: ChatStatus = { state: "connecting" }
    this.#become(connecting)
    this.#said = undefined
    const asked = await askToken(this.#options.token)
    if (this.#status !== connecting) return
    if ("missing" in asked) return this.#retry(asked.missing)
    if ("refused" in asked) return this.#refused(asked.refused)
    const { silenceMs, url, user } = this.#options
    const person = this.#shown.atDoor({ user, token: asked.token }, this.#session !== undefined)
    const door = { url, ...person, session: this.#session, resumeToken: this.#resumeToken }
    const opened = openSocket(door, silenceMs, {
      onFrame: (frame, text) => this.#take(frame, text),
      onLost: (lost) => this.#lost(lost),
      isAwaited: () =>
        [this.#feedback.isWaiting, !this.#answers.isEmpty, this.#shown.isOwed].includes(true) ||
        this.#status.state === "connecting",
    })
    // The next try would end as this one did.
    if ("why" in opened) this.#giveUp(opened.why, false)
    else this.#socket = opened
  }

  #take(frame: ServerFrame, text: string): void {
    this.#onFrame(frame, text)
    if (frame.type === "ready") this.#ready(frame)
    else if (frame.type === "auth-expiring") void this.renew()
    else if (frame.type === "feedback-ok") this.#feedback.settle(frame.turn, true)
    else {
      const undecided = this.#answers.find(({ isUndecided }) => isUndecided)
      const answer = this.#answers.find((one) => one.take(frame))
      const isAgain = answer?.isSent === false
      if (undecided?.isUndecided === false) this.#pump()
      if (answer === undefined && frame.type === "error") this.#notice(frame)
      if (!isAgain) this.#forgetEnded(frame, answer)
    }
  }

  #forgetEnded(frame: ServerFrame, answer: RunningAnswer | undefined): void {
    if (answer === undefined || (frame.type !== "turn-end" && frame.type !== "error")) return
    if (frame.type === "error" && frame.code === "shutting-down") return
    this.#answers.remove(answer)
    this.#tries.reset()
    this.#pump()
  }

  #notice({ code, id, message, turn }: Extract<ServerFrame, { readonly type: "error" }>): void {
    if (turn !== undefined) this.#feedback.settle(turn, false)
    else if (id === undefined) {
      if (code === "unauthorized" || code === "internal") this.#shown.answered(false)
      this.#said = { code, why: message }
      if (code === "rate-limited") this.#pause()
      if (!unread.has(code)) return
      this.#answers.fail(isUnconfirmed, code, message, true)
      this.#pump()
    }
  }

  /** Then asks again whatever the server may have thrown away: the same id is answered once. */
  #pause(): void {
    clearTimeout(this.#timer)
    this.#isPaused = true
    this.#timer = setTimeout(() => {
      this.#isPaused = false
      this.#answers.askAgain(isUnconfirmed)
      this.#sendFeedback()
      this.#pump()
    }, floodPauseMs)
  }

  #ready({ resumeToken, session }: Extract<ServerFrame, { readonly type: "ready" }>): void {
    const isNew = this.#status.state !== "open"
    this.#session = session
    this.#resumeToken = resumeToken
    if (isNew) this.#tries.opened()
    this.#become({ state: "open", session, resumeToken })
    if (!isNew) return this.#shown.answered(true)
    this.#settleOpening(true)
    this.#shown.opened()
    this.#sendFeedback()
    this.#pump()
  }

  #sendFeedback(): void {
    for (const frame of this.#feedback.frames) this.#socket?.send(frame)
  }

  /** Shows a new token on the open socket; a visitor's first takes along what was said. None: the old one's time goes on. */
  async renew(): Promise<void> {
    const socket = this.#socket
    const asked = await askToken(this.#options.token)
    if ("token" in asked && socket === this.#socket) this.#shown.show(asked.token)
  }

  #pump(): void {
    if (this.#status.state !== "open" || this.#isPaused) return
    this.#answers.pump((frame) => this.#socket?.send(frame))
  }

  #cancel(answer: RunningAnswer): void {
    if (!this.#answers.has(answer)) return
    if (answer.isSent) this.#socket?.send({ type: "cancel", id: answer.id })
    else this.#answers.dismiss((one) => one === answer)
  }

  #lost({ code, why }: Lost): void {
    const wasOpen = this.#status.state === "open"
    const wasStable = wasOpen && this.#tries.lost()
    this.#drop()
    const said = this.#said
    // Nobody will answer a `cancel`.
    this.#answers.dismiss(({ isCancelled }) => isCancelled)
    if (code !== policyViolation) {
      this.#answers.lost(said?.why ?? why, wasStable)
      this.#retry(said?.why ?? why)
    } else if (!wasOpen && this.#resumeToken !== undefined && said?.code === "unauthorized") {
      this.#resumeToken = undefined // The proof of a server that is gone: the session's name may do, once.
      this.#answers.askAgain(() => true)
      void this.#connect()
    } else this.#refused(said ?? { code: "unauthorized", why })
  }

  #refused({ code, why }: { readonly code: FailureCode; readonly why: string }): void {
    this.#become({ state: "refused", code, why })
    this.#failAll(code, why, false)
  }

  #retry(why: string): void {
    const retryInMs = this.#tries.pauseMs()
    if (retryInMs === undefined) return this.#giveUp(why, true)
    this.#answers.fail(({ idleMs }) => idleMs > this.#waitMs, "unreachable", why, true)
    this.#timer = setTimeout(() => void this.#connect(), retryInMs)
    this.#become({ state: "waiting", why, retryInMs })
    this.#settleOpening(false)
  }

  #giveUp(why: string, retryable: boolean): void {
    this.#become({ state: "unreachable", why })
    this.#failAll("unreachable", why, retryable)
  }

  #failAll(code: FailureCode, why: string, retryable: boolean): void {
    this.#settleOpening(false)
    this.#answers.fail(() => true, code, why, retryable)
    this.#feedback.giveUp()
  }

  #settleOpening(isOpen: boolean): void {
    for (const settle of this.#opening.splice(0)) settle(isOpen)
  }

  /** Lets go of the socket and of whatever would bring another. */
  #drop(): ServerSocket | undefined {
    clearTimeout(this.#timer)
    this.#isPaused = false
    this.#typing.stop()
    const socket = this.#socket
    this.#socket = undefined
    return socket
  }

  #become(status: ChatStatus): void {
    this.#status = status
    this.#onStatus(status)
  }
}

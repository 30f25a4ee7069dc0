/**
 * One message from start to last frame: replayed if it was answered before, run otherwise. If the same message is
 * already running in this process, it waits for that answer and replays it.
 *
 * It ends once: with `turn-end` or `error`, or silently if its client has left. A turn that needs nothing but memory
 * runs synchronously. Ending early interrupts the turn and its model stream; a turn that does not yield to the
 * interruption is abandoned, and the next message starts.
 */
import { Cause, Effect, Exit, type Fiber, Option } from "effect"
import type { TurnEvent } from "@manga-assist/assistant"
import type { ErrorCode, ServerFrame } from "@manga-assist/protocol"
import { MessageFrames } from "./MessageFrames.ts"
import type { ChatServices, Message } from "./ChatServices.ts"
import { conversationOf, messageOf } from "./Conversation.ts"
import type { ReplayKey } from "../sessions/ReplayStore.ts"
import type { ResumableRun, RunListener } from "../resume/QueuedRun.ts"
import { TurnTape } from "../resume/TurnTape.ts"
import { type Waited, withQueueStage } from "./QueueStage.ts"
import { Watchdog } from "../bounds/Watchdog.ts"
import { loggedUnder, readTraceparent } from "./TraceContext.ts"

type Failure = Extract<TurnEvent, { readonly type: "turn-failed" }>["failure"]

/** How long a turn may tidy up after its last event or after an interruption. */
const lingerMs = 1_000

const replayDeadline = "250 millis"

const brokenText = "the answer ended unexpectedly; please ask again"

export class MessageRun implements ResumableRun {
  readonly message: Message
  readonly tape = new TurnTape()
  readonly #services: ChatServices
  readonly #frames: MessageFrames
  #listener: RunListener | undefined
  /** Ends it when nobody has come back for it. */
  #grace: NodeJS.Timeout | undefined
  #turn: string | undefined
  /** What its turn has come to. */
  #soFar: Extract<TurnEvent, { readonly type: "turn-start" }>["soFar"]
  /** How it was ended from here, whatever its turn says of itself later. */
  #stopped: Failure | undefined
  #isRead = false
  #isAtOnce = false
  #firstContentSeconds: number | undefined
  readonly #key: ReplayKey
  #watchdog: Watchdog | undefined
  #fiber: Fiber.Fiber<void> | undefined
  #waited: Waited = { ms: 0, outcome: "ok" }
  #request: Message | undefined
  #isInside = false
  #isCancelled = false
  #isDone = false

  /** `done` is called once, after the last frame was pushed and the turn has ended or was left behind. */
  constructor(
    services: ChatServices,
    message: Message,
    push: (frame: ServerFrame) => void,
    done: () => void,
  ) {
    this.message = message
    this.#services = services
    this.#listener = { push, done, moved: done }
    const conversation = conversationOf(message)
    this.#key = { conversation, message: messageOf(conversation, message) }
    const { metrics, knownTurns } = services
    const seconds = () => (performance.now() - message.arrivedAt - this.#waited.ms) / 1_000
    this.#frames = new MessageFrames(message.id, {
      push: (frame) => {
        if (!this.#isAtOnce) this.tape.record(frame)
        this.#listener?.push(frame)
      },
      started: (turn) => {
        this.#turn = turn
        knownTurns.set(turn, message.session)
        if (!this.#isAtOnce) services.resumable.started(turn, this)
      },
      firstContent: () => (this.#firstContentSeconds = seconds()),
      ended: (outcome, source) => {
        if (this.#firstContentSeconds !== undefined) {
          metrics.firstContentSeconds(this.#firstContentSeconds)
        }
        metrics.turns({ outcome, source })
        metrics.turnSeconds(seconds())
        this.#watchdog?.expireIn(lingerMs)
      },
    })
  }

  get id(): string {
    return this.message.id
  }

  get conversation(): string {
    return this.#key.conversation
  }

  /** A turn does not pay for what its message waited. */
  start(waited = this.#waited): void {
    this.#waited = waited
    const { limits, running, fork } = this.#services
    if (this.#answeredAtOnce()) return this.#finish()
    running.add(this)
    this.#watchdog = new Watchdog({
      silenceMs: limits.latencyBudgetMs + limits.turnGraceMs,
      limitMs: limits.turnLimitMs,
      expired: () => this.#expired(),
    })
    this.#fiber = fork(this.#traced(this.#program()))
    this.#fiber.addObserver((exit) => this.#exited(exit))
  }

  /** Ends it as the customer wished; false when it has ended already. */
  cancel(): boolean {
    if (this.#frames.ended) return false
    this.#isCancelled = true
    this.#watchdog?.expireIn(lingerMs)
    this.#fiber?.interruptUnsafe()
    return true
  }

  /** Ends it now with an error. */
  stop(code: ErrorCode, message: string): void {
    this.#fail(code, message)
    this.#leaveBehind()
  }

  /** The other side has gone: nothing more is said, the turn is interrupted. */
  abandon(): void {
    // Who comes back later would wait for an end that does not come.
    if (!this.#frames.ended) this.tape.discard()
    this.#frames.mute()
    this.#leaveBehind()
  }

  /** The connection was lost: it goes on for a while, so that who comes back may go on with it. */
  lose(): void {
    const { resumeGraceMs } = this.#services.limits
    if (this.#isDone) return
    this.#listener = undefined
    if (resumeGraceMs === 0 || this.#turn === undefined || !this.tape.isWhole) this.abandon()
    else this.#grace = setTimeout(() => this.abandon(), resumeGraceMs)
  }

  /** Goes on on another connection, behind the frame of this number. */
  attach(after: number, listener: RunListener): void {
    clearTimeout(this.#grace)
    const before = this.#listener
    this.#listener = undefined
    before?.moved()
    for (const frame of this.tape.after(after)) listener.push(frame)
    if (this.#isDone) listener.done()
    else this.#listener = listener
  }

  /** Without a fiber or a timer: nobody can cancel what is over before the next event is read. */
  #answeredAtOnce(): boolean {
    const { fork, inFlight, replay, turn } = this.#services
    try {
      if (inFlight.has(this.#key.message) || !replay.isNew(this.#key)) return false
      this.#isRead = true
      this.#isAtOnce = true
      this.#isInside = turn.atOnce(this.#asked(), (event) => this.#heard(event))
      this.#isAtOnce = this.#isInside
      return this.#isInside
    } catch (error) {
      fork(this.#traced(Effect.logError("a turn died", error)))
      if (!this.#frames.started) {
        this.#isAtOnce = false
        return false
      }
      this.#fail("internal", brokenText)
      return true
    }
  }

  /** The message as its turn sees it: what it waited for others is not the turn's. */
  #asked(): Message {
    const arrivedAt = this.message.arrivedAt + this.#waited.ms
    if (this.#request?.arrivedAt !== arrivedAt) {
      this.#request = { ...this.message, arrivedAt, stopped: () => this.#stopped }
    }
    return this.#request
  }

  /** What comes behind the end, or when nobody is there any more, belongs to no turn that is counted. */
  #heard(event: TurnEvent): void {
    if (this.#frames.ended) return
    this.#watchdog?.touch()
    if (event.type === "turn-start") this.#soFar = event.soFar
    if (event.type === "turn-failed") this.#note(event.failure)
    this.#services.metrics.turnEvent(event)
    this.#services.recentTurns.note(event)
    this.#frames.event(withQueueStage(event, this.#waited))
  }

  #note(failure: Failure): void {
    const { failedTurns, fork } = this.#services
    const line = failedTurns.note(failure, new Date())
    if (line !== undefined) fork(this.#traced(Effect.logWarning(line)))
  }

  /** Ends it from here, with its ledger as it stands. */
  #fail(code: ErrorCode, message: string): void {
    if (this.#frames.ended) return
    if (this.#turn === undefined) {
      this.#frames.fail(code, message, true)
      return
    }
    const whose = { turn: this.#turn, id: this.id }
    const failure = { ...whose, code, message, retryable: true, ...this.#soFar?.() }
    this.#heard({ type: "turn-failed", failure })
    this.#stopped = failure
  }

  #program(): Effect.Effect<void> {
    const { inFlight, turn, metrics, starts } = this.#services
    return Effect.gen({ self: this }, function* () {
      let finished = yield* this.#finishedBefore()
      while (finished === undefined && !inFlight.enter(this.#key.message)) {
        this.#waiting(true)
        const since = performance.now()
        yield* inFlight.wait(this.#key.message)
        this.#waited = { ms: this.#waited.ms + performance.now() - since, outcome: "ok" }
        this.#waiting(false)
        finished = yield* this.#finishedBefore()
      }
      if (finished !== undefined) {
        metrics.replays()
        this.#frames.replay(finished)
        return
      }
      if (!this.#isRead) yield* starts.inLine
      this.#isInside = true
      yield* turn.run(this.#asked(), (event) => this.#heard(event))
    })
  }

  /** What is logged for a message that belongs to a trace names it. */
  #traced<A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> {
    return loggedUnder(readTraceparent(this.message.traceparent)?.traceId)(effect)
  }

  #finishedBefore() {
    return this.#services.replay.get(this.#key).pipe(
      Effect.timeoutOption(replayDeadline),
      Effect.map(Option.getOrUndefined),
      Effect.catchCause((cause) =>
        Effect.as(Effect.logWarning("a finished turn could not be looked up", cause), undefined),
      ),
    )
  }

  #waiting(isWaiting: boolean): void {
    if (this.#watchdog !== undefined) this.#watchdog.waiting = isWaiting
  }

  #exited(exit: Exit.Exit<void>): void {
    if (this.#isDone) return
    if (Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause)) {
      this.#services.fork(this.#traced(Effect.logError("a turn died", exit.cause)))
    }
    if (this.#isCancelled) this.#frames.cancel(this.#services.limits.latencyBudgetMs)
    this.#fail("internal", brokenText)
    this.#finish()
  }

  #expired(): void {
    if (this.#isCancelled) this.#frames.cancel(this.#services.limits.latencyBudgetMs)
    this.#fail("timeout", "no answer within the time a turn may take; please ask again")
    this.#leaveBehind()
  }

  #leaveBehind(): void {
    this.#fiber?.interruptUnsafe()
    this.#finish()
  }

  #finish(): void {
    if (this.#isDone) return
    this.#isDone = true
    this.#watchdog?.stop()
    clearTimeout(this.#grace)
    const { running, replay, inFlight } = this.#services
    const { finished } = this.#frames
    if (this.#isInside) {
      if (finished !== undefined) replay.put(this.#key, finished)
      if (this.#fiber !== undefined) inFlight.leave(this.#key.message)
    }
    running.delete(this)
    if (this.#turn !== undefined && !this.#isAtOnce) {
      this.#services.resumable.ended(this.#turn, this)
    }
    this.#listener?.done()
  }
}

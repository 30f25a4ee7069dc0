/**
 * `POST /chat`: one message in a request, its frames as server-sent events.
 *
 * Until the first frame anything wrong is a JSON reply with a status of its own; afterwards it is an `error`
 * event. A client that leaves ends the turn.
 */
import { serverTiming } from "@manga-assist/assistant"
import {
  type ChatRequest,
  decodeChatRequest,
  encodeServerFrame,
  type ErrorCode,
  maxFrameBytes,
  type ServerFrame,
} from "@manga-assist/protocol"
import { Effect } from "effect"
import type { ChatServices, Message } from "../messages/ChatServices.ts"
import type { Opening, Visitor } from "../identity/Visitor.ts"
import { enter } from "./Entry.ts"
import { FrameWriter } from "../transport/FrameWriter.ts"
import { type Shown, shownBy } from "../identity/Shown.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { MessageRun } from "../messages/MessageRun.ts"
import { countSent } from "../metrics/ServerMetrics.ts"
import { claimSession, strangerOf } from "./SessionClaim.ts"
import type { SessionOwnership } from "../sessions/SessionOwners.ts"
import type { HttpExchange, HttpHeaders, HttpStream } from "../transport/SocketServer.ts"
import { queryName } from "../identity/Visitor.ts"

type ErrorFrame = Extract<ServerFrame, { readonly type: "error" }>

/** An idle stream says something this often, so that neither server nor proxy takes it for dead. */
const keepAliveMs = 5_000

const statusOf = (code: ErrorCode): number => {
  if (code === "bad-frame" || code === "unknown-turn") return 400
  if (code === "unauthorized") return 401
  if (code === "too-large") return 413
  return code === "rate-limited" ? 429 : 503
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

const decodeBody = (body: Uint8Array): ReturnType<typeof decodeChatRequest> => {
  try {
    return decodeChatRequest(utf8.decode(body))
  } catch {
    return { problem: "bad-frame", message: "the body is not valid UTF-8" }
  }
}

export class ChatStream {
  readonly #services: ChatServices
  readonly #exchange: HttpExchange
  readonly #address: string
  readonly #shown: Shown
  readonly #closed: () => void
  #stream: HttpStream | undefined
  #keepAlive: NodeJS.Timeout | undefined
  #run: MessageRun | undefined
  #visitor: Visitor | undefined
  /** Which session it is, and what proves it. */
  #named: HttpHeaders = {}
  #isClosed = false
  #arrivedAt = performance.now()

  /** `closed` is called once, when the reply has been given or the client has left. */
  constructor(services: ChatServices, address: string, exchange: HttpExchange, closed: () => void) {
    this.#address = address
    this.#services = services
    this.#exchange = exchange
    this.#shown = shownBy(exchange, services.browsers.cookieName)
    this.#closed = closed
  }

  open(): void {
    this.#exchange.onAborted(() => this.#leave())
    this.#exchange.readBody(maxFrameBytes, (body) => {
      const arrivedAt = performance.now()
      this.#arrivedAt = arrivedAt
      if (body === "too-large") this.refuse("too-large", "a body has at most 16 KiB (16,384 bytes)")
      else this.#decoded(decodeBody(body), arrivedAt)
    })
  }

  /** Answers with a JSON error instead of a stream. */
  refuse(code: ErrorCode, message: string, id?: string): void {
    const retryable = statusOf(code) === 503 || code === "rate-limited"
    this.#reply({ type: "error", code, message, retryable, ...(id === undefined ? {} : { id }) })
  }

  #decoded(request: ReturnType<typeof decodeChatRequest>, arrivedAt: number): void {
    const user = queryName(this.#exchange.query, "user")
    if ("problem" in request) this.refuse(request.problem, request.message, request.id)
    else if ("problem" in user) this.refuse("bad-frame", user.problem, request.id)
    else if (this.#services.isDraining()) {
      this.refuse("shutting-down", "the server is shutting down", request.id)
    } else this.#claim(request, user.value, arrivedAt)
  }

  #claim(request: ChatRequest, user: string | undefined, arrivedAt: number): void {
    const services = this.#services
    services.fork(
      Effect.gen({ self: this }, function* () {
        const { opening } = yield* enter(services, this.#address, this.#shown, {
          session: request.session,
          user,
        })
        const ownership = yield* claimSession(services, opening.visitor)
        this.#claimed(ownership, opening, request, arrivedAt)
      }).pipe(
        Effect.catch(({ code, message }) =>
          Effect.sync(() => this.refuse(code, message, request.id)),
        ),
      ),
    )
  }

  #claimed(
    ownership: SessionOwnership,
    opening: Opening,
    request: ChatRequest,
    arrivedAt: number,
  ): void {
    if (this.#isClosed) return
    const { id, text } = request
    const { session, user } = opening.visitor
    this.#named = {
      "x-session": session,
      "x-resume-token": this.#services.resumeTokens.make(session, user, Date.now()),
    }
    const speaker = ownership === "owned" ? opening.visitor : strangerOf(opening)
    const { locale, traceparent } = request
    const chosen = {
      ...(locale === undefined ? {} : { locale }),
      ...(traceparent === undefined ? {} : { traceparent }),
    }
    const message = { ...speaker, id, text, ...chosen, arrivedAt }
    if (ownership === "refused") {
      this.refuse("unauthorized", "this session belongs to another user", id)
    } else if (this.#services.isDraining()) {
      this.refuse("shutting-down", "the server is shutting down", id)
    } else if (!this.#services.visitorLimits.message(this.#address, opening.visitor)) {
      this.refuse("rate-limited", "too many messages in one minute; wait a little", id)
    } else this.#start(speaker, message)
  }

  #start(visitor: Visitor, message: Message): void {
    this.#visitor = visitor
    this.#services.sessions.opened(visitor)
    const writer = new FrameWriter({
      write: (frames) => this.#write(frames),
      overflowed: () => {
        this.#services.metrics.slowReaders()
        this.#stream?.cut()
        this.#leave()
      },
    })
    this.#run = new MessageRun(
      this.#services,
      message,
      (frame) => writer.push(frame),
      () => {
        writer.flush()
        this.#stream?.end()
        this.#close()
      },
    )
    const startedAt = performance.now()
    this.#run.start()
    this.#services.visitorLimits.read(this.#address, performance.now() - startedAt)
  }

  #write(frames: ReadonlyArray<ServerFrame>): boolean {
    const [first] = frames
    if (this.#isClosed || first === undefined) return true
    if (this.#stream === undefined && first.type === "error") {
      this.#reply(first)
      return true
    }
    this.#stream ??= this.#begin(frames)
    const events = frames.map(
      (frame) => `event: ${frame.type}\ndata: ${encodeServerFrame(frame)}\n\n`,
    )
    countSent(this.#services.metrics, frames)
    return this.#stream.write(events.join("")) !== "dropped"
  }

  /** A header tells what is known when it leaves: all of an answer from memory, else how soon it was accepted. */
  #begin(frames: ReadonlyArray<ServerFrame>): HttpStream {
    const end = frames.find((frame) => frame.type === "turn-end")
    const accepted = {
      stage: "accept",
      startMs: 0,
      endMs: performance.now() - this.#arrivedAt,
      outcome: "ok",
    }
    const stream = this.#exchange.stream(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-accel-buffering": "no",
      "server-timing": serverTiming([accepted, ...(end?.timeline ?? [])]),
      ...this.#named,
    })
    this.#keepAlive = setInterval(() => stream.write(": still here\n\n"), keepAliveMs)
    return stream
  }

  #reply(error: ErrorFrame): void {
    if (this.#isClosed || this.#stream !== undefined) return
    countSent(this.#services.metrics, [error])
    this.#exchange.respond(jsonReply(statusOf(error.code), { error }))
    this.#close()
  }

  #leave(): void {
    this.#close()
    this.#run?.abandon()
  }

  #close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#keepAlive)
    if (this.#visitor !== undefined) this.#services.sessions.closed(this.#visitor)
    this.#closed()
  }
}

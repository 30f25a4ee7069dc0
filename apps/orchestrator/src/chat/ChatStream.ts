/**
 * Answers one message of an HTTP request in the format of its codec, streamed as server-sent events or whole, or goes on
 * with the running turn of a chat, whichever instance runs it.
 *
 * Until the first byte of the answer a failure is an HTTP error; after it the failure is reported inside the stream. A
 * client that disconnects ends the turn, or, if its request is resumable, leaves it running for a while.
 */
import { serverTiming } from "@manga-assist/assistant"
import type { ServerFrame } from "@manga-assist/protocol"
import { Effect } from "effect"
import type { ChatServices, Message } from "../messages/ChatServices.ts"
import type { Opening, Visitor } from "../identity/Visitor.ts"
import type { Asked, ChatCodec } from "../codec/ChatCodec.ts"
import {
  type ErrorFrame,
  errorFrame,
  type Refusal,
  refusals,
  statusOf,
  tooLarge,
} from "../codec/Refusals.ts"
import { type Asked as Wanted, enter, mayName } from "./Entry.ts"
import { FrameWriter } from "../transport/FrameWriter.ts"
import { type Shown, shownBy } from "../identity/Shown.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { conversationOf } from "../messages/Conversation.ts"
import { MessageRun } from "../messages/MessageRun.ts"
import type { QueuedRun } from "../resume/QueuedRun.ts"
import { countSent } from "../metrics/ServerMetrics.ts"
import { claimOpening, strangerOf } from "./SessionClaim.ts"
import type { SessionOwnership } from "../sessions/SessionOwners.ts"
import type { HttpExchange, HttpHeaders, HttpStream } from "../transport/SocketServer.ts"
import { queryName } from "../identity/Visitor.ts"
import { readTraceparent } from "../messages/TraceContext.ts"

/** An idle stream says something this often, so that neither server nor proxy takes it for dead. */
const keepAliveMs = 5_000

const utf8 = new TextDecoder("utf-8", { fatal: true })

const textOf = (body: Uint8Array): string | undefined => {
  try {
    return utf8.decode(body)
  } catch {
    return undefined
  }
}

export class ChatStream {
  readonly #services: ChatServices
  readonly #codec: ChatCodec
  readonly #exchange: HttpExchange
  readonly #address: string
  readonly #shown: Shown
  readonly #closed: () => void
  #reply: Asked["reply"] | undefined
  /** Of a reply that leaves whole. */
  #frames: Array<ServerFrame> = []
  #stream: HttpStream | undefined
  #keepAlive: NodeJS.Timeout | undefined
  #run: QueuedRun | undefined
  #visitor: Visitor | undefined
  /** Which session it is, and what proves it. */
  #named: HttpHeaders = {}
  #isResumable = false
  #isClosed = false
  #arrivedAt = performance.now()

  /** `closed` is called once, when the reply has been given or the client has left. */
  constructor(
    services: ChatServices,
    codec: ChatCodec,
    address: string,
    exchange: HttpExchange,
    closed: () => void,
  ) {
    this.#address = address
    this.#codec = codec
    this.#services = services
    this.#exchange = exchange
    const shown = shownBy(exchange, services.browsers.cookieName)
    this.#shown = codec.retracts === true ? shown : { ...shown, mayRetract: undefined }
    this.#closed = closed
  }

  open(): void {
    this.#exchange.onAborted(() => this.#leave())
    const { maxBytes } = this.#codec
    this.#exchange.readBody(maxBytes, (body) => {
      this.#arrivedAt = performance.now()
      if (body === "too-large") this.refuse(tooLarge(maxBytes))
      else this.#decode(body)
    })
  }

  /** The customer wants no answer any more; said where that is told from a lost connection. */
  stop(): void {
    this.#close()
    this.#run?.abandon()
  }

  /** Answers with an error instead of an answer. */
  refuse(refusal: Refusal): void {
    this.#fail(errorFrame(refusal), refusal)
  }

  #decode(body: Uint8Array): void {
    const text = textOf(body)
    if (text === undefined) {
      this.refuse({ code: "bad-frame", message: "the body is not valid UTF-8" })
      return
    }
    const asked = this.#codec.decode(text, this.#exchange)
    if ("code" in asked) this.refuse(asked)
    else this.#decoded(asked)
  }

  /** Instead of `open`: goes on with the running turn of this chat, from its beginning; 204 where there is none. */
  resume(chat: string, reply: Asked["reply"]): void {
    this.#exchange.onAborted(() => this.#leave())
    this.#reply = reply
    this.#isResumable = true
    const session = mayName(this.#services, this.#shown) ? chat : undefined
    this.#enter({ session }, undefined, ({ visitor }) => {
      const writer = this.#writer()
      const end = () => {
        writer.flush()
        this.#end()
      }
      const wanted = { conversation: conversationOf(visitor), mayRetract: false }
      const push = (frame: ServerFrame) => writer.push(frame)
      const listener = { push, done: end, moved: end, unknown: end }
      this.#run = this.#services.relay.resume(wanted, 0, listener)
    })
  }

  #decoded({ isResumable = false, reply, request, sessionIsHint = false, told }: Asked): void {
    this.#reply = reply
    this.#isResumable = isResumable
    const { id, session, text, traceparent: own, locale } = request
    if (this.#services.isDraining()) {
      this.refuse({ ...refusals.shuttingDown, id })
      return
    }
    const isNamed = !sessionIsHint || mayName(this.#services, this.#shown)
    const before = session === undefined && this.#shown.resume === undefined ? told : undefined
    const wanted = { session: isNamed ? session : undefined, begun: before?.first }
    this.#enter(wanted, id, (opening, ownership) => {
      const speaker = ownership === "owned" ? opening.visitor : strangerOf(opening)
      // A wrong header is as none (Trace Context, 3.2.2.5); a wrong field of ours was refused.
      const header = this.#exchange.header("traceparent")
      const traceparent = own ?? (readTraceparent(header) === undefined ? undefined : header)
      const chosen = {
        ...(locale === undefined ? {} : { locale }),
        ...(traceparent === undefined ? {} : { traceparent }),
        ...(before && { before: before.before }),
      }
      this.#start(opening, speaker, { ...speaker, id, text, ...chosen, arrivedAt: this.#arrivedAt })
    })
  }

  /** `then` is called for who is let in, owns the session as far as is known, and may ask once more. */
  #enter(
    { begun, session }: Pick<Wanted, "begun" | "session">,
    id: string | undefined,
    then: (opening: Opening, ownership: SessionOwnership) => void,
  ): void {
    const services = this.#services
    const user = queryName(this.#exchange.query, "user")
    if ("problem" in user) {
      this.refuse({ code: "bad-frame", message: user.problem, id })
      return
    }
    services.fork(
      Effect.gen({ self: this }, function* () {
        const asked = { session, begun, user: user.value }
        const { opening } = yield* enter(services, this.#address, this.#shown, asked)
        const ownership = yield* claimOpening(services, opening)
        if (this.#isClosed) return
        this.#named = {
          "x-session": opening.visitor.session,
          "x-resume-token": services.resumeTokens.make(
            opening.visitor.session,
            opening.visitor.user,
            Date.now(),
          ),
          ...(begun === undefined ? {} : { "x-conversation": "told" }),
        }
        if (ownership === "refused") return yield* Effect.fail(refusals.anothers)
        if (id !== undefined && services.isDraining()) {
          return yield* Effect.fail(refusals.shuttingDown)
        }
        if (!services.visitorLimits.message(this.#address, opening.visitor)) {
          return yield* Effect.fail(refusals.tooManyMessages)
        }
        then(opening, ownership)
      }).pipe(Effect.catch((refusal) => Effect.sync(() => this.refuse({ ...refusal, id })))),
    )
  }

  #start({ proof }: Opening, visitor: Visitor, message: Message): void {
    this.#visitor = visitor
    this.#services.sessions.opened(visitor, proof === "made")
    const writer = this.#writer()
    const run = new MessageRun(
      this.#services,
      message,
      (frame) => writer.push(frame),
      () => {
        writer.flush()
        this.#end()
      },
    )
    this.#run = run
    this.#services.visitorLimits.timed(this.#address, () => run.start())
  }

  #writer(): FrameWriter {
    return new FrameWriter({
      write: (frames) => this.#write(frames),
      overflowed: () => {
        this.#services.metrics.slowReaders()
        this.#stream?.cut()
        this.#leave()
      },
    })
  }

  #write(frames: ReadonlyArray<ServerFrame>): boolean {
    const reply = this.#reply
    if (this.#isClosed || reply === undefined) return true
    const at = this.#stream === undefined ? frames.findIndex(({ type }) => type === "error") : -1
    const failure = frames[at]
    const before = failure === undefined ? frames : frames.slice(0, at)
    if (reply.kind === "whole") this.#frames.push(...before)
    let text = reply.kind === "whole" ? "" : reply.write(before)
    if (failure?.type === "error" && text === "") {
      this.#fail(failure)
      return true
    }
    if (reply.kind === "whole") return true
    countSent(this.#services.metrics, frames)
    if (failure !== undefined) text += reply.write(frames.slice(at))
    if (text === "") return true
    this.#stream ??= this.#begin(frames, reply.headers)
    return this.#stream.write(text) !== "dropped"
  }

  #end(): void {
    if (!this.#isClosed && this.#reply?.kind === "whole") {
      countSent(this.#services.metrics, this.#frames)
      this.#exchange.respond(jsonReply(200, this.#reply.body(this.#frames), this.#named))
    } else if (this.#stream !== undefined) this.#stream.end()
    else if (!this.#isClosed) this.#exchange.respond({ status: 204, headers: {}, body: "" })
    this.#close()
  }

  /** A header tells what is known when it leaves: all of an answer from memory, else how soon it was accepted. */
  #begin(frames: ReadonlyArray<ServerFrame>, headers: HttpHeaders): HttpStream {
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
      ...headers,
      ...this.#named,
    })
    this.#keepAlive = setInterval(() => stream.write(": still here\n\n"), keepAliveMs)
    return stream
  }

  #fail(error: ErrorFrame, refusal?: Refusal): void {
    if (this.#isClosed || this.#stream !== undefined) return
    countSent(this.#services.metrics, [error])
    const status = refusal?.status ?? statusOf(error.code)
    this.#exchange.respond(this.#codec.refuse(error, status, refusal?.detail))
    this.#close()
  }

  #leave(): void {
    this.#close()
    if (this.#isResumable) this.#run?.lose()
    else this.#run?.abandon()
  }

  #close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#keepAlive)
    if (this.#visitor !== undefined) this.#services.sessions.closed(this.#visitor)
    this.#closed()
  }
}

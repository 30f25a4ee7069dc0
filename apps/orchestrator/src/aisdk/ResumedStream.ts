/**
 * `GET /ai/<chat>/stream`, which the AI SDK requests after a reload or a lost connection.
 *
 * It streams the running turn of the chat from its beginning, whichever instance runs it, or answers 204 without one.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { Effect } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { Visitor } from "../identity/Visitor.ts"
import { errorFrame, type Refusal, refusals, statusOf } from "../codec/Refusals.ts"
import { conversationOf } from "../messages/Conversation.ts"
import { enter, mayName } from "../chat/Entry.ts"
import { FrameWriter } from "../transport/FrameWriter.ts"
import { shownBy } from "../identity/Shown.ts"
import type { QueuedRun } from "../resume/QueuedRun.ts"
import { countSent } from "../metrics/ServerMetrics.ts"
import { claimSession } from "../chat/SessionClaim.ts"
import type { HttpExchange, HttpStream } from "../transport/SocketServer.ts"
import { queryName } from "../identity/Visitor.ts"
import { aiSdk, uiStreamHeaders, uiStreamWriter } from "./AiSdkCodec.ts"

const pathPattern = /^\/ai\/([A-Za-z0-9_.-]{1,128})\/stream$/

/** The chat that the path names. */
export const resumedChat = (path: string): string | undefined => pathPattern.exec(path)?.[1]

const visitorOf = Effect.fnUntraced(function* (
  services: ChatServices,
  address: string,
  exchange: HttpExchange,
  chat: string,
): Effect.fn.Return<Visitor, Refusal> {
  const shown = shownBy(exchange, services.browsers.cookieName)
  const user = queryName(exchange.query, "user")
  if ("problem" in user)
    return yield* Effect.fail<Refusal>({ code: "bad-frame", message: user.problem })
  const session = mayName(services, shown) ? chat : undefined
  const { opening } = yield* enter(services, address, shown, { session, user: user.value })
  const ownership = yield* claimSession(services, opening.visitor)
  if (ownership === "refused") return yield* Effect.fail(refusals.anothers)
  if (services.visitorLimits.message(address, opening.visitor)) return opening.visitor
  return yield* Effect.fail(refusals.tooManyMessages)
})

/**
 * `closed` is called once, when the reply has been given or the client has left. To be called to end the turn as the
 * customer wishes, where that is told from a lost connection.
 */
export const resumeStream = (
  services: ChatServices,
  address: string,
  exchange: HttpExchange,
  chat: string,
  closed: () => void,
  encode = uiStreamWriter(),
): (() => void) => {
  let stream: HttpStream | undefined
  let run: QueuedRun | undefined
  let isOver = false
  const over = () => {
    if (isOver) return
    isOver = true
    closed()
  }
  exchange.onAborted(() => {
    over()
    run?.lose()
  })
  const write = (frames: ReadonlyArray<ServerFrame>): boolean => {
    if (isOver) return true
    const text = encode(frames)
    countSent(services.metrics, frames)
    if (text === "") return true
    stream ??= exchange.stream(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-accel-buffering": "no",
      ...uiStreamHeaders,
    })
    return stream.write(text) !== "dropped"
  }
  const writer = new FrameWriter({
    write,
    overflowed: () => {
      services.metrics.slowReaders()
      stream?.cut()
      over()
      run?.lose()
    },
  })
  const end = () => {
    writer.flush()
    if (isOver) return
    if (stream === undefined) exchange.respond({ status: 204, headers: {}, body: "" })
    else stream.end()
    over()
  }
  const goOn = (visitor: Visitor) => {
    const push = (frame: ServerFrame) => writer.push(frame)
    const wanted = { conversation: conversationOf(visitor) }
    run = services.relay.resume(wanted, 0, { push, done: end, moved: end, unknown: end })
  }
  const refuse = (refusal: Refusal) => {
    const error = errorFrame(refusal)
    countSent(services.metrics, [error])
    exchange.respond(aiSdk.refuse(error, statusOf(error.code)))
    over()
  }
  services.fork(
    Effect.match(visitorOf(services, address, exchange, chat), {
      onSuccess: (visitor) => (isOver ? undefined : goOn(visitor)),
      onFailure: (refusal) => (isOver ? undefined : refuse(refusal)),
    }),
  )
  return () => {
    over()
    run?.abandon()
  }
}

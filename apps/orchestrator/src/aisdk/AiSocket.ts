/**
 * `WS /ai`: the server side of the AI SDK's `WebSocketChatTransport`. Each request on the socket runs through the code
 * of `POST /ai`, with the same limits, identity and refusals.
 *
 * A stop ends the turn. When the socket is lost, the turn goes on for a while, so that a client that reconnects can
 * resume it.
 */
import { FrameGate } from "../bounds/FrameGate.ts"
import { ChatStream } from "../chat/ChatStream.ts"
import type { ChatCodec } from "../codec/ChatCodec.ts"
import type { ChatServices, OpenConnection } from "../messages/ChatServices.ts"
import type {
  Ending,
  HttpExchange,
  HttpReply,
  HttpStream,
  Socket,
  SocketListener,
  Target,
} from "../transport/SocketServer.ts"
import { aiSdk } from "./AiSdkCodec.ts"
import { aiChunkWriter, type AiRequest, readAiRequest, writeAiAnswer } from "./AiSocketFrames.ts"

/** Of one socket; several chats of a page may share it. */
const mostRequests = 8
/** What a browser cannot show while it connects, and no proxy adds. */
const frameHeaders = new Set(["authorization", "x-resume-token", "traceparent"])
const sessionPattern = /^[A-Za-z0-9_.-]{1,128}$/

interface Running {
  /** The customer wants no answer any more. */
  stop: () => void
  /** The socket is gone. */
  lost: () => void
}

export class AiSocket implements SocketListener, OpenConnection {
  readonly #services: ChatServices
  readonly #address: string
  readonly #target: Target
  readonly #socket: Socket
  readonly #closed: () => void
  readonly #gate = new FrameGate()
  readonly #running = new Map<string, Running>()
  #isEnded = false

  /** `closed` is called once, when the transport has let go of the socket. */
  constructor(
    services: ChatServices,
    address: string,
    target: Target,
    socket: Socket,
    closed: () => void,
  ) {
    this.#services = services
    this.#address = address
    this.#target = target
    this.#socket = socket
    this.#closed = closed
  }

  message(data: Uint8Array, binary: boolean): void {
    if (this.#isEnded || !this.#mayFrame(data.length)) return
    this.#services.visitorLimits.timed(this.#address, () => this.#read(data, binary))
  }

  pinged(): void {
    if (!this.#isEnded) this.#mayFrame(0)
  }

  #read(data: Uint8Array, binary: boolean): void {
    const text = Buffer.from(data).toString("utf8")
    const request = binary ? undefined : readAiRequest(text)
    if (request === undefined) {
      this.#services.metrics.framesIn({ type: "bad" })
      this.#services.metrics.badFrames()
      this.#expel("not a frame of the AI SDK's transport")
      return
    }
    this.#services.metrics.framesIn({ type: request.type })
    if (request.type === "abort") this.#running.get(request.requestId)?.stop()
    else if (this.#running.has(request.requestId)) this.#refuse(request, "the id is in use")
    else if (this.#running.size >= mostRequests) {
      this.#refuse(request, "too many messages are being answered")
    } else if (request.type === "send") this.#send(request, text)
    else if (sessionPattern.test(request.id)) this.#resume(request)
    else this.#refuse(request, '"id" has 1 to 128 characters of A-Z a-z 0-9 _ - .')
  }

  drained(): void {}

  closed(ending: Ending): void {
    if (ending === "offence") this.#services.visitorLimits.offended(this.#address)
    this.#end()
    this.#closed()
  }

  drain(): void {}

  close(code: number, reason: string): void {
    if (this.#isEnded) return
    this.#end()
    this.#socket.close(code, reason)
  }

  #mayFrame(bytes: number): boolean {
    const { metrics, visitorLimits } = this.#services
    const isWithin = () => visitorLimits.frame(this.#address, bytes)
    const passage = this.#gate.pass(performance.now(), isWithin)
    if (passage === "take") return true
    metrics.framesIn({ type: "flood" })
    if (passage === "close") this.#expel("too many frames")
    return false
  }

  #expel(reason: string): void {
    this.#services.visitorLimits.offended(this.#address)
    this.close(1008, reason)
  }

  #send(request: Extract<AiRequest, { readonly type: "send" }>, text: string): void {
    const { requestId } = request
    const codec: ChatCodec = {
      ...aiSdk,
      decode: (body, target) => {
        const asked = aiSdk.decode(body, target)
        if ("code" in asked) return asked
        const write = aiChunkWriter(requestId)
        return { ...asked, isResumable: true, reply: { kind: "stream", headers: {}, write } }
      },
    }
    const { closed, exchange, running } = this.#exchange(request, text)
    const stream = new ChatStream(this.#services, codec, this.#address, exchange, closed)
    running.stop = () => stream.stop()
    stream.open()
  }

  #resume(request: Extract<AiRequest, { readonly type: "resume" }>): void {
    const { closed, exchange, running } = this.#exchange(request, "")
    const stream = new ChatStream(this.#services, aiSdk, this.#address, exchange, closed)
    running.stop = () => stream.stop()
    const write = aiChunkWriter(request.requestId)
    stream.resume(request.id, { kind: "stream", headers: {}, write })
  }

  /** One request on the socket as a request of its own. */
  #exchange(
    { headers = {}, requestId, type }: Exclude<AiRequest, { type: "abort" }>,
    text: string,
  ) {
    const running: Running = { stop: () => {}, lost: () => {} }
    this.#running.set(requestId, running)
    const shown = new Map(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const),
    )
    const exchange: HttpExchange = {
      ...this.#target,
      header: (name) => (frameHeaders.has(name) && shown.get(name)) || this.#target.header(name),
      readBody: (limitBytes, done) => {
        const body = Buffer.from(text)
        done(body.length > limitBytes ? "too-large" : body)
      },
      respond: (reply) => this.#socket.send(this.#answerOf(requestId, reply)),
      stream: () => this.#stream(requestId, type === "resume"),
      onAborted: (listener) => (running.lost = listener),
    }
    return { running, exchange, closed: () => this.#running.delete(requestId) }
  }

  #answerOf(requestId: string, { body, status }: HttpReply): string {
    if (status === 204) return writeAiAnswer(requestId, { type: "no-active" })
    const errorText = typeof body === "string" ? body : Buffer.from(body).toString("utf8")
    return writeAiAnswer(requestId, { type: "error", errorText })
  }

  #stream(requestId: string, isResumed: boolean): HttpStream {
    const say = (answer: "start" | "end") =>
      this.#socket.send(writeAiAnswer(requestId, { type: answer }))
    if (isResumed) say("start")
    return {
      write: (text) => {
        let result: ReturnType<Socket["send"]> = "sent"
        this.#socket.cork(() => {
          for (const line of text.split("\n")) {
            // What keeps an HTTP stream alive is no frame; here the transport's pings do.
            if (!line.startsWith("{") || result === "dropped") continue
            result = this.#socket.send(line)
          }
        })
        return result
      },
      end: () => say("end"),
      cut: () => this.#socket.cut(),
    }
  }

  #refuse({ requestId }: AiRequest, errorText: string): void {
    this.#socket.send(writeAiAnswer(requestId, { type: "error", errorText }))
  }

  #end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    for (const { lost } of this.#running.values()) lost()
    this.#running.clear()
  }
}

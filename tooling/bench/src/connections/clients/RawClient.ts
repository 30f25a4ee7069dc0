/**
 * The reference client, hand-written over Node's HTTP/2: the least that a streamed chat costs in Node.
 *
 * It omits nothing that correctness needs: it verifies the certificate and both checksums, treats an answer without
 * `messageStop` as a failure, has a deadline for silence, and respects the server's stream limit. It has no retries,
 * PINGs, endpoint rules or credential refresh.
 */
import { type ClientHttp2Session, connect, constants } from "node:http2"
import { type ChatClient, type ChatTarget } from "./ChatClient.ts"
import { conversation } from "./Conversation.ts"
import { RawFrameReader } from "./RawFrameReader.ts"
import { RawSigner } from "./RawSignature.ts"
import { modelIdOf } from "./StreamShape.ts"

interface Session {
  readonly session: ClientHttp2Session
  readonly ready: Promise<void>
  streams: number
}

const silenceMs = 10_000
const connectMs = 5_000

export const rawClient = (target: ChatTarget): ChatClient => {
  const signer = new RawSigner(target)
  const { host } = new URL(target.endpoint)
  const sessions = new Set<Session>()
  let chats = 0

  const open = (): Session => {
    const session = connect(target.endpoint)
    const ready = Promise.withResolvers<void>()
    const timer = setTimeout(() => session.destroy(new Error("no connection in time")), connectMs)
    session.once("remoteSettings", () => {
      clearTimeout(timer)
      ready.resolve()
    })
    const entry = { session, ready: ready.promise, streams: 0 }
    session.on("error", (error) => ready.reject(error))
    session.once("close", () => {
      sessions.delete(entry)
      clearTimeout(timer)
      ready.reject(new Error("the connection was closed"))
    })
    session.once("goaway", () => sessions.delete(entry))
    ready.promise.catch(() => {})
    sessions.add(entry)
    return entry
  }

  /** What the server allows, 100 until it has said so. */
  const limitOf = ({ session }: Session) => session.remoteSettings?.maxConcurrentStreams ?? 100

  /** The emptiest that has room. One that turns out to be smaller than thought is left again. */
  const lease = async (): Promise<Session> => {
    let best: Session | undefined
    for (const entry of sessions) {
      const hasRoom = entry.streams < limitOf(entry)
      if (hasRoom && (best === undefined || entry.streams < best.streams)) best = entry
    }
    best ??= open()
    best.streams++
    try {
      await best.ready
    } catch (error) {
      best.streams--
      throw error
    }
    if (best.streams <= limitOf(best)) return best
    best.streams--
    return lease()
  }

  const chat: ChatClient["chat"] = async (shape, onText) => {
    const { system, messages, inferenceConfig } = conversation(chats++)
    const body = Buffer.from(JSON.stringify({ system, messages, inferenceConfig }))
    const path = `/model/${encodeURIComponent(modelIdOf(shape))}/converse-stream`
    const { host: authority, ...headers } = signer.sign(host, path, body, new Date())
    const entry = await lease()
    await new Promise<void>((resolve, reject) => {
      const stream = entry.session.request({
        ":method": "POST",
        ":path": path,
        ":authority": authority ?? host,
        "content-length": body.length,
        ...headers,
      })
      let isStopped = false
      let failure: Error | undefined
      const fail = (error: Error) => {
        failure ??= error
        stream.close(constants.NGHTTP2_CANCEL)
      }
      const watchdog = setTimeout(() => fail(new Error("the stream fell silent")), silenceMs)
      const reader = new RawFrameReader((type, payload) => {
        watchdog.refresh()
        if (type === "contentBlockDelta") {
          const event: { delta?: { text?: unknown } } = JSON.parse(payload.toString("utf8"))
          const text = event.delta?.text
          if (typeof text === "string" && text !== "") onText(text)
        } else if (type === "messageStop") isStopped = true
      })
      stream.once("response", ({ ":status": status }) => {
        if (status !== 200) fail(new Error(`status ${status}`))
      })
      stream.on("data", (chunk: Buffer) => {
        try {
          reader.push(chunk)
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)))
        }
      })
      stream.on("error", (error) => {
        failure ??= error
      })
      stream.once("close", () => {
        clearTimeout(watchdog)
        entry.streams--
        if (failure !== undefined) reject(failure)
        else if (isStopped) resolve()
        else reject(new Error("the answer was cut"))
      })
      stream.end(body)
    })
  }

  return {
    chat,
    warm: async () => {
      const entry = await lease()
      entry.streams--
    },
    roundTrip: async () => {
      const entry = await lease()
      entry.streams--
      return new Promise((resolve, reject) => {
        entry.session.ping((error, milliseconds) => {
          if (error === null) resolve(milliseconds)
          else reject(error)
        })
      })
    },
  }
}

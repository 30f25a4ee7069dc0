/**
 * Bedrock over bare HTTP/2 frames, which answers well or as one behaviour says. Unless a behaviour does otherwise it
 * keeps to the client's flow-control windows, and takes requests of any length.
 */
import { setTimeout as pause } from "node:timers/promises"
import { answer } from "../../../../packages/connections/test/eventStream.ts"
import {
  RawHttp2Server,
  type RawConnection,
  setting,
} from "../../../../packages/connections/test/RawHttp2Server.ts"
import type { Behaviour } from "./Behaviour.ts"

export const wholeTexts = ["Vinland Saga ", "is about ", "Vikings."]
const initialWindow = setting(4, 2 ** 30)
const plenty = Buffer.from([0x40, 0, 0, 0])
const longestFrame = 16_384
export const eventStream = { "content-type": "application/vnd.amazon.eventstream" }

export const frameType = {
  data: 0,
  headers: 1,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  windowUpdate: 8,
  continuation: 9,
} as const

const lengthOf = (text: string): Buffer => {
  const length = Buffer.byteLength(text)
  if (length < 127) return Buffer.from([length])
  const bytes = [127]
  let rest = length - 127
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}

const fieldOf = (name: string, value: string): Buffer =>
  Buffer.concat([
    Buffer.from([0]),
    lengthOf(name),
    Buffer.from(name),
    lengthOf(value),
    Buffer.from(value),
  ])

/** HPACK without its tables. */
export const headerBlock = (fields: Iterable<readonly [string, string]>): Buffer =>
  Buffer.concat([...fields].map(([name, value]) => fieldOf(name, value)))

type Fields = Readonly<Record<string, string>>

/** One request of the model. */
export class Call {
  readonly connection: RawConnection
  readonly stream: number
  readonly body: Readonly<Record<string, unknown>>
  readonly #windows: Windows

  constructor(connection: RawConnection, stream: number, body: Call["body"], windows: Windows) {
    this.connection = connection
    this.stream = stream
    this.body = body
    this.#windows = windows
  }

  get offersTools(): boolean {
    return "toolConfig" in this.body
  }

  /** It holds results of tools. */
  get goesOn(): boolean {
    return JSON.stringify(this.body["messages"]).includes('"toolResult"')
  }

  head(status = 200, fields: Fields = eventStream, isLast = false): void {
    this.block(headerBlock([[":status", `${status}`], ...Object.entries(fields)]), isLast)
  }

  /** Frames of a header block, however long it is. */
  block(bytes: Buffer, isLast = false): void {
    for (let at = 0; at === 0 || at < bytes.length; at += longestFrame) {
      const isWhole = at + longestFrame >= bytes.length
      this.connection.send(
        at === 0 ? frameType.headers : frameType.continuation,
        (isWhole ? 4 : 0) + (isLast && at === 0 ? 1 : 0),
        this.stream,
        bytes.subarray(at, at + longestFrame),
      )
    }
  }

  async pour(bytes: Buffer, isLast = true): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const most = Math.min(longestFrame, this.#windows.of(this.stream), this.#windows.of(0))
      const piece = bytes.subarray(at, at + most)
      if (piece.length > 0) this.connection.data(this.stream, piece)
      else await pause(2)
      if (this.connection.socket.destroyed) return
      this.#windows.add(this.stream, -piece.length)
      this.#windows.add(0, -piece.length)
      at += piece.length
    }
    if (isLast) this.end()
  }

  end(): void {
    this.connection.data(this.stream, "", true)
  }

  answer(bytes: Buffer, isLast = true): void {
    this.head()
    void this.pour(bytes, isLast)
  }

  answerWell(): void {
    this.answer(answer(...wholeTexts))
  }
}

/** What the client still takes: of the connection, 0, and of each stream. */
class Windows {
  readonly #bytes = new Map([[0, 65_535]])
  initial = 65_535

  of(stream: number): number {
    return this.#bytes.get(stream) ?? this.initial
  }

  add(stream: number, bytes: number): void {
    this.#bytes.set(stream, this.of(stream) + bytes)
  }
}

export interface RawBedrock {
  readonly origin: string
  readonly connections: ReadonlyArray<RawConnection>
  /** The bodies of all requests. */
  readonly asked: ReadonlyArray<Call["body"]>
  /** From now on it answers well. */
  readonly heal: () => void
  readonly close: () => Promise<void>
}

export const startRawBedrock = async (behaviour: Behaviour): Promise<RawBedrock> => {
  let isIll = true
  const asked: Array<Call["body"]> = []
  const windowsOf = new WeakMap<RawConnection, Windows>()
  const bodies = new WeakMap<RawConnection, Map<number, Array<Buffer>>>()
  const server = await RawHttp2Server.start({
    get settings() {
      return isIll ? (behaviour.settings ?? initialWindow) : initialWindow
    },
    onOpen: (connection) => {
      windowsOf.set(connection, new Windows())
      bodies.set(connection, new Map())
      if (isIll && behaviour.settings !== undefined) return behaviour.open?.(connection)
      connection.send(frameType.windowUpdate, 0, 0, plenty)
      if (isIll) behaviour.open?.(connection)
    },
    onFrame: (connection, { flags, payload, stream, type }) => {
      const windows = windowsOf.get(connection)!
      if (type === frameType.windowUpdate) windows.add(stream, payload.readUInt32BE(0))
      if (type === frameType.settings) {
        for (let at = 0; at < payload.length; at += 6) {
          if (payload.readUInt16BE(at) === 4) windows.initial = payload.readUInt32BE(at + 2)
        }
      }
      if (type !== frameType.data) return
      const pieces = bodies.get(connection)!
      const chunks = pieces.get(stream) ?? []
      pieces.set(stream, [...chunks, Buffer.from(payload)])
      if ((flags & 1) === 0) return
      const body = JSON.parse(Buffer.concat(pieces.get(stream)!).toString("utf8"))
      pieces.delete(stream)
      asked.push(body)
      const call = new Call(connection, stream, body, windows)
      if (isIll && (call.offersTools || behaviour.ofTools === undefined)) {
        ;(behaviour.act ?? ((each: Call) => each.answerWell()))(call)
      } else call.answerWell()
    },
  })
  return {
    origin: server.origin,
    connections: server.connections,
    asked,
    heal: () => {
      isIll = false
      for (const connection of server.connections) behaviour.heal?.(connection)
    },
    close: () => server.close(),
  }
}

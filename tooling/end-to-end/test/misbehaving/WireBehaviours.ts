/** What is wrong around an answer: its status, its HTTP/2 frames, its connection. */
import { setTimeout as pause } from "node:timers/promises"
import {
  answer,
  delta,
  metadata,
  start,
  stop,
} from "../../../../packages/connections/test/eventStream.ts"
import {
  type RawConnection,
  setting,
} from "../../../../packages/connections/test/RawHttp2Server.ts"
import { type Act, type Behaviour, behaving, type End, type Ends } from "./Behaviour.ts"
import { type Call, eventStream, frameType, headerBlock } from "./RawBedrock.ts"

const half = Buffer.concat([start, delta("Half of "), delta("an ans")])
const most = 2 ** 31 - 1
const words: ReadonlyArray<End> = ["complete catalogue"]
const cut: ReadonlyArray<End> = ["error truncated"]
const silent: ReadonlyArray<End> = ["error timeout"]
const whole = { ends: ["complete model"], isWhole: true } as const

type Rows = Readonly<Record<string, Act>>

const answers = (kind: string, ends: Ends, rows: Rows): ReadonlyArray<Behaviour> =>
  Object.entries(rows).map(([name, act]) => behaving(`${kind}: ${name}`, act, ends))

const json = { "content-type": "application/json" }
const html = { "content-type": "text/html" }
const page = `<html><body>${"Bad gateway. ".repeat(20_000)}</body></html>`

/** A whole reply that is no stream. */
const reply =
  (status: number, fields: Readonly<Record<string, string>>, body = ""): Act =>
  (call) => {
    call.head(status, fields, body === "")
    if (body !== "") void call.pour(Buffer.from(body))
  }

const refusals: ReadonlyArray<readonly [number, string]> = [
  [400, "ValidationException"],
  [400, "ServiceQuotaExceededException"],
  [403, "AccessDeniedException"],
  [403, "UnrecognizedClientException"],
  [404, "ResourceNotFoundException"],
  [408, "ModelTimeoutException"],
  [413, "RequestEntityTooLargeException"],
  [424, "ModelErrorException"],
  [429, "ThrottlingException"],
  [429, "ModelNotReadyException"],
  [500, "InternalServerException"],
  [503, "ServiceUnavailableException"],
]

const statuses = [
  ...refusals.flatMap(([status, name]) => {
    const fields = { ...json, "x-amzn-errortype": name }
    return answers("status", words, {
      [`${status} ${name}`]: reply(status, fields, '{"message":"no"}'),
      [`${status} ${name} without a body`]: reply(status, fields),
    })
  }),
  ...[200, 403, 502].flatMap((status) =>
    answers("status", words, { [`${status} with a page`]: reply(status, html, page) }),
  ),
  ...answers("status", words, {
    "429 whose body never ends": (call) => call.head(429, json),
    "500 whose body is cut": (call) => {
      call.head(500, json)
      call.connection.data(call.stream, '{"mess')
      call.connection.reset(call.stream, 2)
    },
    "200 with JSON": reply(200, json, '{"output":{"message":{"content":[{"text":"a"}]}}}'),
    "204": reply(204, {}),
    "301 to itself": reply(301, { location: "/" }),
    "307 to elsewhere": reply(307, { location: "https://127.0.0.1:1/" }),
    "100 alone": (call) => call.head(100, {}),
    "103 a hundred times": (call) => {
      for (let at = 0; at < 100; at++) call.head(103, { link: "</a>" })
    },
    "none at all": (call) => call.block(headerBlock(Object.entries(json))),
    "one that is no number": (call) => call.block(headerBlock([[":status", "fine"]])),
  }),
  ...answers("status", whole, {
    "103, and the answer": (call) => (call.head(103, {}), call.answerWell()),
  }),
]

const begun = (call: Call) => {
  call.head()
  call.connection.data(call.stream, half)
}
/** Each at three moments: before the head of an answer, behind it, and in the middle. */
const moments = (kind: string, what: string, act: Act, amid = cut): ReadonlyArray<Behaviour> => [
  ...answers(kind, words, {
    [`${what} before the head`]: act,
    [`${what} behind the head`]: (call) => (call.head(), act(call)),
  }),
  ...answers(kind, amid, {
    [`${what} amid the answer`]: (call) => (begun(call), pause(20).then(() => act(call))),
  }),
]

/** One piece each 100 ms, for longer than a turn may take. */
const trickle = async ({ connection, stream }: Call, pieces: Iterable<Buffer>) => {
  for (const piece of pieces) {
    if (connection.socket.destroyed) return
    connection.data(stream, piece)
    await pause(100)
  }
}
const again = (piece: Buffer) => Array.from({ length: 200 }, () => piece)
const bytesOf = (bytes: Buffer) => [...bytes].map((byte) => Buffer.from([byte]))
const trailers = headerBlock([["x-a", "b"]])
const manyFields = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`x-${at}`, "a"]))

const streams = [
  ...[0, 1, 2, 5, 7, 8, 11, 99].flatMap((code) =>
    moments("stream", `reset ${code}`, ({ connection, stream }) => connection.reset(stream, code)),
  ),
  ...moments("stream", "silence", () => {}, silent),
  ...moments("stream", "the end", (call) => call.end()),
  ...answers("stream", words, {
    "the end without a body": reply(200, eventStream),
    "data before the head": (call) => call.pour(half),
    "a byte each 100 ms": (call) => (call.head(), trickle(call, bytesOf(answer("a")))),
    "more than the window": (call) => {
      call.head()
      for (const piece of again(Buffer.alloc(16_384, 1))) call.connection.data(call.stream, piece)
    },
    "a header of a million letters": (call) => call.head(200, { "x-a": "a".repeat(2 ** 20) }),
    "twenty thousand headers": (call) => call.head(200, manyFields),
    "headers that never end": ({ connection, stream }) => {
      connection.send(frameType.headers, 0, stream, headerBlock([[":status", "200"]]))
      for (let at = 0; at < 1_000; at++)
        connection.send(frameType.continuation, 0, stream, trailers)
    },
    "headers that are no HPACK": (call) => call.block(Buffer.alloc(20, 0xff)),
    "a promise of another answer": ({ connection, stream }) =>
      connection.send(frameType.pushPromise, 4, stream, Buffer.from([0, 0, 0, 2, 0x88])),
  }),
  ...answers("stream", cut, {
    "trailers amid the answer": (call) => (begun(call), call.block(trailers, true)),
    "a second head": (call) => (begun(call), call.head()),
    "an answer begun twice": (call) => (begun(call), call.pour(answer("a"))),
  }),
  ...answers("stream", silent, {
    "a letter each 100 ms, and no end": (call) => (begun(call), trickle(call, again(delta("a")))),
    "nothing said each 100 ms, and no end": (call) => (begun(call), trickle(call, again(metadata))),
  }),
  ...answers("stream", whole, {
    "no end behind the stop": (call) => call.answer(Buffer.concat([half, stop]), false),
    "trailers behind the answer": (call) => {
      call.answer(answer("a"), false)
      call.block(trailers, true)
    },
    "data behind the end": (call) => (call.answer(answer("a")), setTimeout(() => call.end(), 20)),
  }),
]

const garbage = Buffer.alloc(100, 0xff)
const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 80])

const breaks: Rows = {
  "GOAWAY 2": ({ connection, stream }) => connection.goaway(stream, 2),
  "GOAWAY 11": ({ connection, stream }) => connection.goaway(stream, 11),
  "GOAWAY that leaves it out": ({ connection }) => connection.goaway(0, 0),
  "the end": ({ connection }) => connection.socket.end(),
  "half an end": ({ connection }) => connection.below.end(),
  "an alert": ({ connection }) => connection.below.write(alert),
  garbage: ({ connection }) => connection.socket.write(garbage),
  "garbage under TLS": ({ connection }) => connection.below.write(garbage),
  "unknown frames, and the end": ({ connection, stream }) => {
    for (let at = 0; at < 100; at++) connection.send(77, 0, stream, garbage)
    connection.socket.end()
  },
  "a frame that is too long": ({ connection, stream }) =>
    connection.data(stream, "a".repeat(2 ** 20)),
  "a window beyond 2^31": ({ connection }) => {
    const window = Buffer.from([0x7f, 255, 255, 255])
    for (let at = 0; at < 2; at++) connection.send(frameType.windowUpdate, 0, 0, window)
  },
}

const connections = [
  ...Object.entries(breaks).flatMap(([what, act]) => moments("connection", what, act)),
  // It takes with it what was not read yet.
  ...moments("connection", "a reset", ({ connection }) => connection.below.resetAndDestroy(), [
    ...cut,
    ...words,
  ]),
  ...moments("connection", "GOAWAY 0", ({ connection, stream }) => connection.goaway(stream, 0), [
    ...cut,
    ...silent,
  ]),
  ...answers("connection", silent, {
    "no more streams amid the answer": (call) => {
      begun(call)
      call.connection.send(frameType.settings, 0, 0, setting(3, 0))
    },
  }),
]

const flood =
  (type: number, payload: Buffer) =>
  (connection: RawConnection): void => {
    for (let at = 0; at < 20_000; at++) connection.send(type, 0, 0, payload)
  }
/** Of a connection that stood: what it allowed before. */
const allow = (id: number, value: number) => (connection: RawConnection) =>
  connection.send(frameType.settings, 0, 0, setting(id, value))

const greet = (name: string, more: Partial<Behaviour>): Behaviour => ({
  name: `greeting: ${name}`,
  ends: words,
  ...more,
})
const either = { ends: [...whole.ends, ...words], isWhole: true } as const

const greetings: ReadonlyArray<Behaviour> = [
  ...[0, most].flatMap((last) =>
    [0, 2, 11].map((code) =>
      greet(`GOAWAY ${code} on every session, last stream ${last}`, {
        open: (connection) => connection.goaway(last, code),
        ...(last === most && code === 0 ? whole : {}),
      }),
    ),
  ),
  greet("no SETTINGS", { settings: false }),
  greet("no streams allowed", { settings: setting(3, 0), heal: allow(3, 100) }),
  greet("no streams allowed, ever", { settings: setting(3, 0) }),
  greet("a window of nothing", { settings: setting(4, 0), heal: allow(4, 2 ** 20) }),
  greet("SETTINGS that are none", { settings: Buffer.alloc(5) }),
  greet("the end", { open: ({ socket }) => void socket.end() }),
  greet("a reset", { open: ({ below }) => void below.resetAndDestroy() }),
  greet("an alert", { open: ({ below }) => void below.write(alert) }),
  greet("garbage", { open: ({ socket }) => void socket.write(garbage) }),
  greet("20,000 PINGs", { open: flood(frameType.ping, Buffer.alloc(8)), ...either }),
  greet("20,000 SETTINGS", { open: flood(frameType.settings, setting(4, 2 ** 20)), ...either }),
]

export const wireBehaviours = [...statuses, ...streams, ...connections, ...greetings]

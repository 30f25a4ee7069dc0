/** What is wrong with an answer itself: its events and their frames, its stop reason, its text, its uses of tools. */
import { crc32 } from "node:zlib"
import {
  answer,
  delta,
  event,
  exception,
  frame,
  metadata,
  rawFrame,
  start,
  stop,
} from "../../../../packages/connections/test/eventStream.ts"
import { type Behaviour, behaving, type End, type Ends } from "./Behaviour.ts"

const half = Buffer.concat([start, delta("Half of "), delta("an ans")])
const said = (...parts: ReadonlyArray<Buffer>) => Buffer.concat(parts)
const blockStop = (index = 0) => event("contentBlockStop", { contentBlockIndex: index })
const stopped = (stopReason: unknown) => event("messageStop", { stopReason })

/** Nothing was said: the store's own words come in the model's place. */
const words: ReadonlyArray<End> = ["complete catalogue"]
/** Something was said, which is marked as cut. */
const cut: ReadonlyArray<End> = ["error truncated"]
const whole = { ends: ["complete model"], isWhole: true } as const

type Row = readonly [name: string, bytes: Buffer, ends: Ends]

/** Each sends these bytes and ends the stream. */
const streams = (kind: string, rows: ReadonlyArray<Row>): ReadonlyArray<Behaviour> =>
  rows.map(([name, bytes, ends]) =>
    behaving(`${kind}: ${name}`, (call) => call.answer(bytes), ends),
  )

const order = streams("order", [
  ["a delta before the start", said(delta("Early"), half, stop, metadata), words],
  ["a delta before the start of another answer", said(half, start, delta("b"), stop), cut],
  ["stopped twice", said(half, stop, stop, metadata), cut],
  ["usage before the stop", said(half, metadata, stop), whole],
  ["text behind the stop", said(half, stop, delta("more"), metadata), cut],
  ["text behind the end", said(half, stop, metadata, delta("more")), whole],
  [
    "a wrong number of block",
    said(
      half,
      event("contentBlockDelta", { contentBlockIndex: 7, delta: { text: "!" } }),
      stop,
      metadata,
    ),
    whole,
  ],
  ["a block stopped twice", said(half, blockStop(), blockStop(), stop, metadata), whole],
  ["no stop", half, cut],
  ["no stop, but usage", said(half, blockStop(), metadata), cut],
  ["started, and over", start, words],
  ["a stop alone", said(stop, metadata), words],
  ["usage alone", metadata, words],
  [
    "events of unknown kinds",
    said(start, event("somethingNew", { a: 1 }), delta("a"), stop, metadata),
    whole,
  ],
])

/** A message whose lengths say something else, with a right checksum of them. */
const resized = (change: (message: Buffer) => void): Buffer => {
  const message = Buffer.from(delta("and more"))
  const lengths = message.subarray(0, 8)
  change(message)
  message.writeUInt32BE(crc32(lengths), 8)
  return message
}
const flipped = (at: number): Buffer => {
  const message = Buffer.from(delta("and more"))
  message[at < 0 ? message.length + at : at]! ^= 1
  return message
}
const header = (bytes: ReadonlyArray<number>) => rawFrame(Buffer.from(bytes), Buffer.from("{}"))
const payload = (bytes: Buffer | string) =>
  frame({ ":event-type": "contentBlockDelta", ":message-type": "event" }, bytes)

const broken: ReadonlyArray<readonly [string, Buffer]> = [
  ...[0, 15, 17 * 2 ** 20, 2 ** 31, 2 ** 32 - 1].map(
    (size) =>
      [`a length of ${size}`, resized((message) => message.writeUInt32BE(size, 0))] as const,
  ),
  ["headers longer than the message", resized((message) => message.writeUInt32BE(900, 4))],
  ["a wrong checksum of the lengths", flipped(9)],
  ["a wrong checksum of the message", flipped(-1)],
  ["another letter than the checksum's", flipped(-6)],
  ["cut in the lengths", delta("more").subarray(0, 6)],
  ["cut in the headers", delta("more").subarray(0, 30)],
  ["cut in the payload", delta("more").subarray(0, -8)],
  ["a header of unknown type", header([1, 0x3a, 99, 0, 1, 65])],
  ["a value longer than the headers", header([1, 0x3a, 7, 0xff, 0xff, 65])],
  ["a name longer than the headers", header([200, 0x3a, 7, 0, 1, 65])],
  ["a payload that is no JSON", payload("{not json")],
  ["no payload", payload("")],
  ["a payload that is a list", payload("[]")],
  ["a payload that is null", payload("null")],
  ["a delta that is text", payload('{"delta":"a"}')],
  ["no delta", payload('{"contentBlockIndex":0}')],
  ["a text that is a number", payload('{"contentBlockIndex":0,"delta":{"text":7}}')],
  ["a text that is a list", payload('{"delta":{"text":["a"]}}')],
  ["a stop reason that is a number", stopped(7)],
  ["no stop reason", event("messageStop", {})],
  ...[
    "internalServerException",
    "modelStreamErrorException",
    "modelTimeoutException",
    "serviceUnavailableException",
    "throttlingException",
    "validationException",
    "somethingNewException",
    "",
  ].map((name) => [`the exception "${name}"`, exception(name, "no")] as const),
  [
    "an error",
    frame({ ":message-type": "error", ":error-code": "500", ":error-message": "no" }, ""),
  ],
]

const frames = [
  ...streams(
    "frame, in the middle",
    broken.map(([name, bytes]): Row => [name, said(half, bytes, stop, metadata), cut]),
  ),
  ...streams(
    "frame, first",
    broken.map(([name, bytes]): Row => [name, said(bytes, half, stop, metadata), words]),
  ),
  ...streams("frame", [
    [
      "an initial response alone",
      frame({ ":event-type": "initial-response", ":message-type": "event" }, "{}"),
      words,
    ],
    [
      "letters that are no UTF-8",
      said(
        half,
        payload(
          Buffer.from([
            ...Buffer.from('{"contentBlockIndex":0,"delta":{"text":"'),
            0xc3,
            0x28,
            0xff,
            ...Buffer.from('"}}'),
          ]),
        ),
        stop,
        metadata,
      ),
      whole,
    ],
    ["messages of no kind", said(start, frame({}, "{}"), delta("a"), stop, metadata), whole],
  ]),
]

const stops = [
  ...streams("stop", [
    ["of the model's will", said(half, stopped("stop_sequence"), metadata), whole],
    ...[
      "max_tokens",
      "model_context_window_exceeded",
      "something_new",
      "",
      "malformed_model_output",
      "malformed_tool_use",
      "tool_use",
    ].map((reason): Row => [
      `"${reason}"`,
      said(half, stopped(reason), metadata),
      ["max-tokens model"],
    ]),
    ["content_filtered", said(half, stopped("content_filtered"), metadata), ["blocked model"]],
    [
      "guardrail_intervened",
      said(half, stopped("guardrail_intervened"), metadata),
      ["blocked model"],
    ],
    [
      "guardrail_intervened, silent",
      said(start, stopped("guardrail_intervened"), metadata),
      ["blocked model"],
    ],
    ["refusal", said(half, stopped("refusal"), metadata), ["refused model"]],
    ["no usage", said(half, stop), whole],
  ]),
]

/** On a busy machine it is cut by the longest time of a turn. */
const slow = { ends: ["complete model", "error timeout"], isWhole: true } as const
const letters = Array.from({ length: 100_000 }, (_, at) => delta("abcdefghij"[at % 10]!))
const texts = streams("text", [
  ["an empty answer", answer(), words],
  ["empty deltas", answer("", "", ""), words],
  ["only white space", answer(" ", "\n\n", "\t"), words],
  ["only control letters", answer("\u0000\u0007", "\u202e"), words],
  ["a million letters at once", answer("A sentence. ".repeat(87_382)), whole],
  ["a hundred thousand letters one by one", said(start, ...letters, stop, metadata), slow],
  [
    "five million letters",
    said(start, ...Array.from({ length: 5 }, () => delta("a".repeat(2 ** 20))), stop, metadata),
    [...cut, ...words],
  ],
  ["a pair of surrogates in two deltas", answer("book \ud83d", "\udcda."), whole],
  ["half a pair of surrogates", answer("book \ud83d", "."), whole],
  ["control letters", answer("a\u0000b", "\u001b[2J", "c"), whole],
])

const begun = (index = 0, name = "find_products", toolUseId = `tooluse_${index}`) =>
  event("contentBlockStart", { contentBlockIndex: index, start: { toolUse: { toolUseId, name } } })
const written = (input: unknown, index = 0) =>
  event("contentBlockDelta", { contentBlockIndex: index, delta: { toolUse: { input } } })
const use = (input: string, index = 0, name?: string, id?: string) =>
  said(begun(index, name, id), written(input, index), blockStop(index))
const ended = said(stopped("tool_use"), metadata)
const horror = '{"genres":["horror"],"limit":3}'
const times = (count: number) =>
  said(...Array.from({ length: count }, (_, at) => use(horror, at)), ended)

/** Behind the start, and how many uses of tools are executed of it. In the end the model answers. */
const uses: ReadonlyArray<readonly [name: string, bytes: Buffer, uses: number]> = [
  ["cut in its input", said(begun(), written('{"genres":["hor')), 0],
  ["cut in its input, and stopped", said(use('{"genres":["hor'), ended), 0],
  ["not ended", said(begun(), written(horror), ended), 0],
  ["whole, but the answer is cut", use(horror), 0],
  ["whole, but of another stop reason", said(use(horror), stop, metadata), 0],
  ["whole, but out of tokens", said(use(horror), stopped("max_tokens"), metadata), 0],
  ["whole, but malformed", said(use(horror), stopped("malformed_tool_use"), metadata), 0],
  ["a stop for tools without one", ended, 0],
  [
    "the same use twice",
    said(use(horror, 0, undefined, "a"), use(horror, 1, undefined, "a"), ended),
    1,
  ],
  ["no id", said(use(horror, 0, undefined, ""), ended), 0],
  ["an id that Bedrock does not take", said(use(horror, 0, undefined, "a b"), ended), 0],
  ["an unknown tool", said(use(horror, 0, "delete_everything"), ended), 1],
  ["a name that is none", said(use(horror, 0, "find products ".repeat(90_000)), ended), 0],
  ["no name", said(use(horror, 0, ""), ended), 0],
  ["another field", said(use('{"anything":1}'), ended), 1],
  ["a million letters of input", said(use(`{"genres":["${"h".repeat(2 ** 20)}"]}`), ended), 0],
  ["deeply nested lists", said(use("[".repeat(200_000) + "]".repeat(200_000)), ended), 0],
  ["deeply nested fields", said(use(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`), ended), 0],
  ["an input that is a list", said(use('["horror"]'), ended), 0],
  ["an input that is text", said(use('"horror"'), ended), 0],
  ["an input that is null", said(use("null"), ended), 0],
  ["pieces of input that are no text", said(begun(), written({}), blockStop(), ended), 1],
  ["half a pair of surrogates in its input", said(use('{"words":"\\ud83d"}'), ended), 1],
  ["text behind it", said(use(horror), delta("So."), blockStop(1), ended), 1],
  ["text while it is written", said(begun(), delta("So."), written(horror), blockStop(), ended), 1],
  ["input of another block", said(begun(), written(horror, 3), blockStop(), ended), 0],
  [
    "two uses that are mixed",
    said(begun(0, "price_of"), begun(1), written(horror), blockStop(1), ended),
    0,
  ],
  ["ten uses", times(10), 10],
  ["a thousand uses", times(1_000), 10],
]
const tools: ReadonlyArray<Behaviour> = [
  ...uses.map(([name, bytes, most]): Behaviour => ({
    name: `tool: ${name}`,
    ofTools: true,
    act: (call) => (call.goesOn ? call.answerWell() : call.answer(said(start, bytes))),
    uses: most,
    ends: whole.ends,
    isWhole: true,
  })),
  {
    name: "tool: again and again",
    ofTools: true,
    act: (call) => call.answer(said(start, use(horror), ended)),
    uses: 1,
    ends: ["complete model", "complete catalogue"],
    isWhole: true,
  },
]

export const answerBehaviours = [...order, ...frames, ...stops, ...texts, ...tools]

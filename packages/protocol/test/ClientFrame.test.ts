import { describe, expect, it } from "vitest"
import {
  decodeChatRequest,
  decodeClientFrame,
  encodeServerFrame,
  maxFrameBytes,
} from "../src/index.ts"

const message = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ type: "message", id: "m1", text: "hello", ...fields })

const problem = (text: string) => {
  const frame = decodeClientFrame(text)
  return "problem" in frame ? frame : undefined
}

describe("decodeClientFrame", () => {
  it("takes every frame of the protocol", () => {
    const frames = [
      { type: "message", id: "m1", text: "hello" },
      { type: "message", id: "m1", text: "おすすめは？", locale: "ja" },
      {
        type: "message",
        id: "m1",
        text: "hello",
        traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
      },
      { type: "draft", text: "" },
      { type: "cancel", id: "m1" },
      { type: "feedback", turn: "t1", rating: "up" },
      { type: "feedback", turn: "t1", rating: "down", comment: "wrong\nprice" },
      { type: "ping" },
    ]
    for (const frame of frames) expect(decodeClientFrame(JSON.stringify(frame))).toEqual(frame)
  })

  it("trims the text of a message, and only that", () => {
    expect(decodeClientFrame(message({ text: " \u3000hello\n" }))).toMatchObject({ text: "hello" })
    expect(decodeClientFrame('{"type":"draft","text":" he "}')).toMatchObject({ text: " he " })
  })

  it.each([
    ["not JSON", "{"],
    ["nothing", ""],
    ["an array", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["a string", '"ping"'],
    ["no type", "{}"],
    ["an unknown type", '{"type":"pong"}'],
    ["a type that is not a string", '{"type":["ping"]}'],
    ["a type of Object.prototype", '{"type":"toString"}'],
    ["a field of Object.prototype", '{"type":"ping","toString":"x"}'],
    ["__proto__", '{"type":"ping","__proto__":"x"}'],
    ["__proto__ holding the fields", '{"__proto__":{"type":"ping"}}'],
    ["an extra field", '{"type":"ping","at":"now"}'],
    ["the same field twice", '{"type":"ping","type":"ping"}'],
    ["the same field twice, escaped", '{"type":"ping","\\u0074ype":"ping"}'],
    ["a field twice, first of another type", '{"type":5,"type":"ping"}'],
    ["deep nesting", `{"type":"draft","text":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
    ["a traceparent of another form", message({ traceparent: `00-${"A".repeat(32)}-b-01` })],
    ["a traceparent that is too long", message({ traceparent: "0".repeat(4_000) })],
    ["no id", '{"type":"message","text":"hi"}'],
    ["an empty id", message({ id: "" })],
    ["an id of 65 characters", message({ id: "x".repeat(65) })],
    ["a number as id", message({ id: 1 })],
    ["a control character in the id", message({ id: "a\u0007" })],
    ["an empty text", message({ text: "" })],
    ["a text of white space", message({ text: " \n\u3000" })],
    ["2,001 characters", message({ text: "x".repeat(2_001) })],
    ["2,001 emoji", message({ text: "🍜".repeat(2_001) })],
    ["null as text", message({ text: null })],
    ["half a surrogate pair", '{"type":"message","id":"m","text":"a\\ud83d"}'],
    ["NUL", message({ text: "a\u0000b" })],
    ["escape", message({ text: "\u001b[31mred" })],
    ["DEL", message({ text: "a\u007f" })],
    ["a C1 control character", message({ text: "a\u0085" })],
    ["an unknown locale", message({ locale: "fr" })],
    ["null as locale", message({ locale: null })],
    ["a draft of 2,001 characters", JSON.stringify({ type: "draft", text: "x".repeat(2_001) })],
    ["a cancel without id", '{"type":"cancel"}'],
    ["an unknown rating", '{"type":"feedback","turn":"t","rating":"UP"}'],
    [
      "a long comment",
      JSON.stringify({ type: "feedback", turn: "t", rating: "up", comment: "x".repeat(1_001) }),
    ],
    ["an empty turn", '{"type":"feedback","turn":"","rating":"up"}'],
  ])("refuses %s", (_, text) => {
    const refused = problem(text)
    expect(refused?.problem).toBe("bad-frame")
    expect(refused?.message.length).toBeLessThan(200)
  })

  it.each([
    ["2,000 characters", message({ text: "x".repeat(2_000) })],
    ["2,000 emoji", message({ text: "🍜".repeat(2_000) })],
    ["2,000 characters between spaces", message({ text: ` ${"x".repeat(2_000)} ` })],
    ["tab and new lines", message({ text: "a\tb\nc\r\nd" })],
    ["an id of 64 characters", message({ id: "鬼".repeat(64) })],
    ["quotation marks and backslashes", message({ text: '"\\" {"type":"ping"} \\' })],
    ["escaped letters", '{"\\u0074ype":"p\\u0069ng"}'],
    [
      "a comment of 1,000 characters",
      JSON.stringify({ type: "feedback", turn: "t", rating: "up", comment: "x".repeat(1_000) }),
    ],
  ])("takes %s", (_, text) => {
    expect(problem(text)).toBeUndefined()
  })

  it("names field, rule and message", () => {
    expect(problem(message({ text: "" }))).toEqual({
      problem: "bad-frame",
      field: "text",
      id: "m1",
      message: 'field "text" must have 1 to 2,000 characters after trimming',
    })
    expect(problem(message({ colour: "red" }))).toMatchObject({ field: "colour", id: "m1" })
    expect(problem(message({ id: 7 }))).not.toHaveProperty("id")
  })

  it("counts the bound of a frame in bytes", () => {
    const of = (bytes: number, letter: string) => {
      const rest = '{"type":"draft","text":""}'.length
      return `{"type":"draft","text":"${letter.repeat((bytes - rest) / Buffer.byteLength(letter))}"}`
    }
    expect(problem(of(maxFrameBytes, "x"))?.problem).toBe("bad-frame")
    expect(problem(of(maxFrameBytes + 1, "x"))?.problem).toBe("too-large")
    expect(problem(of(maxFrameBytes + 4, "鬼"))?.problem).toBe("too-large")
  })
})

describe("decodeChatRequest", () => {
  it("takes a body with and without session and locale", () => {
    const full = { session: "s-1", id: "m1", text: "hello", locale: "en" }
    expect(decodeChatRequest(JSON.stringify(full))).toEqual(full)
    expect(decodeChatRequest('{"id":"m1","text":" hello "}')).toEqual({ id: "m1", text: "hello" })
  })

  it.each([
    ["a session outside its alphabet", '{"session":"a b","id":"m1","text":"hi"}'],
    ["an empty session", '{"session":"","id":"m1","text":"hi"}'],
    ["a session of 129 characters", `{"session":"${"s".repeat(129)}","id":"m1","text":"hi"}`],
    ["a type", '{"type":"message","id":"m1","text":"hi"}'],
    ["a user", '{"user":"demo-01","id":"m1","text":"hi"}'],
    ["no text", '{"id":"m1"}'],
    ["an array", "[]"],
  ])("refuses %s", (_, body) => {
    expect(decodeChatRequest(body)).toMatchObject({ problem: "bad-frame" })
  })
})

describe("encodeServerFrame", () => {
  it("puts the type first and never sends half a surrogate pair", () => {
    const text = encodeServerFrame({ type: "delta", turn: "t", text: "\ud83d" })
    expect(text).toBe('{"type":"delta","turn":"t","text":"\\ud83d"}')
    expect(text.isWellFormed()).toBe(true)
  })
})

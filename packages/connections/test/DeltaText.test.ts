import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deltaText } from "../src/bedrock/DeltaText.ts"

/** The payload in the middle of other bytes, as it lies in a chunk. */
const read = (json: string | Buffer, before = "xx", after = '"}}'): string | undefined => {
  const bytes = Buffer.from(json)
  const buffer = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)])
  return deltaText(buffer, before.length, before.length + bytes.length)
}

const parsed = (bytes: Buffer): unknown => {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return (value as { delta?: { text?: unknown } } | null)?.delta?.text
  } catch {
    return undefined
  }
}

const event = (text: string, padding?: string) => ({
  contentBlockIndex: 0,
  delta: { text },
  ...(padding === undefined ? {} : { p: padding }),
})

const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom('"', "\\", "\n", "\u0000", "}", "\ud800", "\udc00", "é", "世", "😀"),
  }),
)

describe("deltaText", () => {
  it("reads any text as JSON.parse does, with and without padding", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.option(fc.stringMatching(/^[a-zA-Z0-9]*$/), { nil: undefined }),
        (text, padding) => {
          const json = JSON.stringify(event(text, padding))
          expect(read(json)).toBe(JSON.parse(json).delta.text)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it("reads text whose every character is escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = Array.from(
          { length: text.length },
          (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`,
        ).join("")
        expect(read(`{"contentBlockIndex":3,"delta":{"text":"${escaped}"}}`)).toBe(text)
      }),
    )
  })

  it("says nothing, or what JSON.parse says, of any bytes and any order of keys", () => {
    const pieces = fc.constantFrom(
      '{"contentBlockIndex":',
      "0",
      "12",
      "-1",
      ',"delta":{"text":"',
      "a",
      "\\n",
      "\\q",
      "\\ud83d",
      "\\",
      '"}}',
      '"},"p":"',
      '"}',
      '"',
      "}",
      ',"delta":{"text":"b"}',
      " ",
      "\n",
      "世",
      "\u0001",
      '{"delta":{"text":"',
    )
    const bytes = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((each) => Buffer.from(each.join(""))),
      fc.tuple(anyText, fc.uint8Array({ maxLength: 6 })).map(([text, raw]) => {
        const json = JSON.stringify(event(text, "abc"))
        return Buffer.concat([Buffer.from(json.slice(0, 40)), raw, Buffer.from(json.slice(40))])
      }),
      fc
        .tuple(fc.uint8Array({ maxLength: 12 }), fc.constantFrom('"}}', '"},"p":"ab"}'))
        .map(([raw, tail]) =>
          Buffer.concat([
            Buffer.from('{"contentBlockIndex":0,"delta":{"text":"'),
            raw,
            Buffer.from(tail),
          ]),
        ),
      fc
        .shuffledSubarray([
          '"contentBlockIndex":0',
          '"delta":{"text":"a"}',
          '"p":"b"',
          '"delta":{"text":"c"}',
        ])
        .map((members) => Buffer.from(`{${members.join(",")}}`)),
    )
    let answered = 0
    fc.assert(
      fc.property(bytes, (payload) => {
        const text = read(payload)
        if (text === undefined) return
        answered++
        expect(text).toBe(parsed(payload))
      }),
      { numRuns: 5_000 },
    )
    expect(answered).toBeGreaterThan(500)
  })

  it("never looks beyond the payload", () => {
    const json = JSON.stringify(event("abc", "def"))
    for (let bytes = 0; bytes < json.length; bytes++) {
      expect(read(json.slice(0, bytes), "", json.slice(bytes))).toBeUndefined()
    }
  })
})

import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type HttpReply, HttpReplyReader } from "../src/requests/HttpReply.ts"

interface ReadOptions {
  readonly end?: boolean
  readonly method?: "POST" | "HEAD"
  readonly mostBytes?: number
}

const read = (
  parts: ReadonlyArray<string | Buffer>,
  { end = false, method = "POST", mostBytes = 1_000_000 }: ReadOptions = {},
): HttpReply | undefined => {
  const reader = new HttpReplyReader(method, mostBytes)
  let reply: HttpReply | undefined
  for (const part of parts) {
    if (reply !== undefined) throw new Error("more than one reply")
    reply = reader.push(Buffer.from(part))
  }
  return end ? (reply ?? reader.end()) : reply
}

const forEver = Number.POSITIVE_INFINITY

describe("a reply", () => {
  it.each<[string, string, Partial<HttpReply>, ReadOptions?]>([
    ["a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", { text: "hello" }],
    [
      "no body",
      "HTTP/1.1 204 No Content\r\nX-A: 1\r\nx-a: 2\r\n\r\n",
      { headers: { "x-a": "1, 2" } },
    ],
    ["no reason", "HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n", { status: 200, text: "" }],
    ["a HEAD", "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n", { text: "" }, { method: "HEAD" }],
    [
      "chunks",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3;x=1\r\nabc\r\nA \r\n0123456789\r\n0\r\nt: 1\r\n\r\n",
      { text: "abc0123456789", keptMs: forEver },
    ],
    [
      "an interim reply before it",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx",
      { status: 200, text: "x" },
    ],
    [
      "a connection that closes",
      "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx",
      { text: "x", keptMs: 0 },
    ],
    ["HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx", { keptMs: 0 }],
    [
      "a time to live",
      "HTTP/1.1 200 OK\r\nkeep-alive: timeout=5, max=100\r\ncontent-length: 0\r\n\r\n",
      { keptMs: 4_000 },
    ],
    [
      "more than its length",
      "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nxy",
      { text: "x", keptMs: 0 },
    ],
    [
      "two ways to tell its end",
      "HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
      { text: "x", keptMs: 0 },
    ],
    [
      "the end of the connection",
      "HTTP/1.1 200 OK\r\n\r\nall of it",
      { text: "all of it", keptMs: 0 },
      { end: true },
    ],
  ])("with %s", (_, text, expected, options = {}) => {
    expect(read([text], options)).toMatchObject(expected)
  })

  it("is the same however its bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme", minLength: 1 })),
        fc.boolean(),
        fc.array(fc.nat(400), { maxLength: 8 }),
        (pieces, isChunked, cuts) => {
          const body = pieces.join("")
          const chunks = pieces.map(
            (each) => `${Buffer.byteLength(each).toString(16)}\r\n${each}\r\n`,
          )
          const bytes = Buffer.from(
            isChunked
              ? `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join("")}0\r\n\r\n`
              : `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
          )
          const edges = [
            0,
            ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b),
            bytes.length,
          ]
          const parts = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
          expect(read(parts)).toMatchObject({ status: 200, text: body, keptMs: forEver })
        },
      ),
    )
  })

  it.each([
    "SSH-2.0-OpenSSH\r\n\r\n",
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1, 2\r\n\r\nx",
    "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nx",
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabcd",
    `HTTP/1.1 200 OK\r\nx: ${"y".repeat(70_000)}\r\n\r\n`,
    "z".repeat(70_000),
  ])("is malformed: %.60s", (text) => {
    expect(() => read([text])).toThrow(expect.objectContaining({ name: "HttpMalformed" }))
  })

  it.each([
    "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\n0123456789x",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n012345678\r\n2\r\n",
  ])("is too long: %j", (text) => {
    expect(() => read([text], { mostBytes: 10 })).toThrow(RangeError)
  })

  it.each(["", "HTTP/1.1 200 OK\r\ncontent-le", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nx"])(
    "is none when the connection ends after %j",
    (text) => {
      expect(read([text], { end: true })).toBeUndefined()
    },
  )
})

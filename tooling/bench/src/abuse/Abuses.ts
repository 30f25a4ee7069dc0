/**
 * The abuses: what each of the hostile connections writes, as bytes, not necessarily valid. `AbuserProcess.ts` keeps up to twenty of them open, writes
 * as fast as the server reads, and opens another for each that is ended.
 */
import { gzipSync } from "node:zlib"

export interface Abuse {
  readonly name: string
  /** Written first; an upgrade is answered before anything else is written. */
  readonly opens?: string
  /** Written again and again: the `count`-th time, by a client that has read `heard` first. Absent: silence. */
  readonly says?: (count: number, heard: string) => string | Uint8Array
  /** Pause between two writings; absent: none. */
  readonly everyMs?: number
  /** False: what the server says is never read. */
  readonly reads?: false
  /** The connection is given up after this time. */
  readonly livesMs?: number
}

const token = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13"

const head = (line: string, headers: ReadonlyArray<string> = []): string =>
  [`${line} HTTP/1.1`, "host: localhost", ...headers, "\r\n"].join("\r\n")

const upgrade = (): string =>
  head("GET /chat", ["connection: Upgrade", "upgrade: websocket", token])

const post = (path: string, body: string, headers: ReadonlyArray<string> = []): string =>
  head(`POST ${path}`, [
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
  ]) + body

/** `first` is the byte with FIN and opcode; the mask of zeros leaves the payload as it is. */
const frame = (payload: string, first = 0x81): Buffer => {
  const bytes = Buffer.from(payload)
  const isLong = bytes.length > 125
  const start = Buffer.alloc(isLong ? 8 : 6)
  start[0] = first
  start[1] = 0x80 | (isLong ? 126 : bytes.length)
  if (isLong) start.writeUInt16BE(bytes.length, 2)
  return Buffer.concat([start, bytes])
}

const textFrame = (value: object): Buffer => frame(JSON.stringify(value))

const writeBytes = 32_768

/** The same each time, as much of it as is written at once. */
const over = (...texts: ReadonlyArray<string | Uint8Array>) => {
  const all = Buffer.concat(texts.map((text) => Buffer.from(text)))
  const chunk = Buffer.concat(Array.from({ length: Math.ceil(writeBytes / all.length) }, () => all))
  return () => chunk
}

const paths = ["/chat", "/ai", "/v1/chat/completions", "/mcp"]
const slowText = '『異世界 「SF "horror '.repeat(200)
const nested = "[".repeat(15_000)
/** One character becomes eighteen, marks pile up, half a pair, what is written right to left. */
const strangeText = `${"\uFDFA".repeat(400)}${"e\u0301\u0323".repeat(300)}${"½ﾊﾟ㌖ǆ\u202Eﷺ".repeat(100)}`
const volume = (count: number) => `${(count % 90) + 1} of ${slowText.slice(count % 50)}`
const message = (count: number, text: string) =>
  textFrame({ type: "message", id: `m-${count}`, text: `${count} ${text}`.slice(0, 1_990) })
const jsonRpc = (method: string, params: object) =>
  post("/mcp", JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }), [
    "accept: application/json, text/event-stream",
  ])
const blanks = (count: number) => head("GET /", [`accept-encoding: a${" ".repeat(count)}b`])
const resumeToken = (heard: string) => /"resumeToken":"([^"]+)"/.exec(heard)?.[1] ?? ""
const many = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at))
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")

/** What the server is told that signs its visitors in. */
export const loadBalancer =
  "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/app/shop/0123456789abcdef"

/** The first were found by whoever tried the server as an attacker would, the others thought up beside them. */
export const abuses: ReadonlyArray<Abuse> = [
  { name: "pages with 3.5 KB of blanks in a header", says: over(blanks(3_500)) },
  { name: "pages with 15 KB of blanks in a header", says: over(blanks(15_000)) },
  {
    name: "auth frames with the session's own token",
    opens: upgrade(),
    says: (_, heard) => textFrame({ type: "auth", token: resumeToken(heard) }),
  },
  {
    name: "bodies that end in 400",
    says: over(
      ...paths.map((path) =>
        post(path, JSON.stringify({ id: 1, messages: many(400, () => "x".repeat(30)) })),
      ),
    ),
  },
  {
    name: "forged ids of keys",
    says: (count) => {
      const header = base64({ alg: "ES256", kid: `${count}-${Date.now()}`, signer: loadBalancer })
      const data = `x-amzn-oidc-data: ${header}.${base64({ sub: "demo-01" })}.AAAA`
      return post("/chat", JSON.stringify({ id: "a", text: "hello" }), [data])
    },
  },
  {
    name: "two lengths of a body",
    says: over(head("POST /chat", ["content-length: 4", "content-length: 400"]), "x".repeat(400)),
  },
  {
    name: "an unknown coding of a body",
    says: over(head("POST /chat", ["transfer-encoding: xchunked"]), "x".repeat(400)),
  },
  {
    name: "calls of tools over MCP",
    says: over(
      jsonRpc("tools/list", {}),
      jsonRpc("tools/call", { name: "find_products", arguments: { words: slowText } }),
      jsonRpc("tools/call", { name: "own_orders", arguments: {} }),
    ),
  },
  {
    name: "hostile JSON in frames",
    opens: upgrade(),
    says: over(
      frame(nested),
      textFrame({ type: "message", id: "a", text: { length: 1, __proto__: [] } }),
      textFrame({ type: many(3_000, String) }),
      frame(`{"type":"message",${many(1_500, (at) => `"k${at}":1`).join(",")}}`),
      frame(`"${"\\u0000".repeat(2_600)}"`),
    ),
  },
  {
    name: "questions of 2,000 characters",
    opens: upgrade(),
    says: (count) => message(count, slowText),
  },
  {
    name: "pages in a flood",
    says: over(head("GET /"), head("GET /schema/openapi.json"), head("GET /v1/models")),
  },
  {
    name: "drafts in a flood",
    opens: upgrade(),
    says: (count) => textFrame({ type: "draft", text: volume(count).slice(0, 1_990) }),
  },
  {
    name: "pings of the protocol",
    opens: upgrade(),
    says: over(textFrame({ type: "ping" })),
  },
  { name: "questions after the server's health", says: over(head("GET /healthz")) },
  { name: "heads that come slowly", opens: "GET / HTTP/1.1\r\nx: ", says: () => "x", everyMs: 20 },
  { name: "half-open connections", opens: upgrade().slice(0, -4), livesMs: 30 },
  { name: "sockets that open and close", opens: upgrade(), livesMs: 0 },
  { name: "frames of 60 KB", opens: upgrade(), says: over(frame("x".repeat(60_000))) },
  {
    name: "frames in fragments of one byte",
    opens: upgrade(),
    says: over(
      frame("{", 0x01),
      ...many(500, () => "").map(() => frame("x", 0x00)),
      frame("", 0x80),
    ),
  },
  { name: "empty fragments without an end", opens: upgrade(), says: over(frame("", 0x00)) },
  { name: "control frames", opens: upgrade(), says: over(frame("", 0x89), frame("", 0x8a)) },
  {
    name: "bodies nested deeply, and compressed",
    says: over(
      post("/ai", nested),
      post("/chat", gzipSync("[".repeat(1e6)).toString("latin1"), ["content-encoding: gzip"]),
    ),
  },
  {
    name: "bodies in chunks of one byte",
    says: over(
      head("POST /chat", ["content-type: application/json", "transfer-encoding: chunked"]),
      "1\r\nx\r\n".repeat(3_000),
      "0\r\n\r\n",
    ),
  },
  {
    name: "heads of a thousand lines",
    says: over(
      head(
        `GET /?${"%41&".repeat(500)}`,
        many(1_000, (at) => `${at}:${at}`),
      ),
    ),
  },
  {
    name: "events of a gateway without its secret",
    says: over(
      post("/gateway/default", "x".repeat(200), ["x-gateway-secret: guess", "x-connection-id: a"]),
    ),
  },
  {
    name: "turns to go on with that are nobody's",
    opens: upgrade(),
    says: (count) => textFrame({ type: "resume", turn: `t-${count}`, after: 0 }),
  },
  {
    name: "questions that are cancelled at once",
    opens: upgrade(),
    says: (count) =>
      Buffer.concat([
        message(count, "What is like Berserk?"),
        textFrame({ type: "cancel", id: `m-${count}` }),
      ]),
  },
  {
    name: "questions in strange characters",
    opens: upgrade(),
    says: (count) => message(count, strangeText),
    everyMs: 10,
  },
  {
    name: "streams that are never read",
    says: (count) => post("/chat", JSON.stringify({ id: `s-${count}`, text: "What is trending?" })),
    reads: false,
  },
  {
    name: "sockets that are never read",
    opens: upgrade(),
    says: (count) => message(count, "What is trending?"),
    reads: false,
  },
]

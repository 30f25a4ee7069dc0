/**
 * Requests that nobody sends in good faith, over every way in, as bytes: wrong methods, names, headers, lengths, bodies
 * and frames, and right ones in between. From a seed, so a failure repeats.
 */
import {
  type Arbitrary,
  array,
  constant,
  constantFrom,
  json,
  oneof,
  option,
  record,
  string,
  tuple,
  uint8Array,
} from "fast-check"
import { gatewaySecret } from "./OpenGateway.ts"
import { clientFrame } from "./RawConnection.ts"

export interface HostileRequest {
  readonly bytes: Buffer
  /** Frames that follow where it becomes a socket. */
  readonly frames: ReadonlyArray<Buffer>
  /** It says rightly how long it is: an answer is due, or the end of the connection. */
  readonly isWhole: boolean
}

/** What a line of a head can hold; the two that end it are among what breaks it. */
const line = (text: string): string => text.replaceAll(/[\r\n\0]/g, " ")

const junk = oneof(
  string({ maxLength: 40 }),
  string({ unit: "binary", maxLength: 20 }),
  constantFrom(
    "",
    " ".repeat(3_000),
    ", ".repeat(1_500),
    "../../../etc/passwd",
    "%00%ff%2e%2e",
    "__proto__",
    "constructor",
    "toString",
    "-1",
    "99999999999999999999",
    "NaN",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "${7*7}",
    "\u202E\uFEFF\u0000",
    "victim-session",
    "demo-victim",
  ),
)

const path = oneof(
  {
    weight: 8,
    arbitrary: constantFrom(
      "/chat",
      "/ai",
      "/ai/victim-session/stream",
      "/v1/chat/completions",
      "/v1/responses",
      "/v1/models",
      "/mcp",
      "/gateway/connect",
      "/gateway/default",
      "/",
      "/healthz",
      "/readyz",
    ),
  },
  {
    weight: 2,
    arbitrary: constantFrom(
      "/metrics",
      "/machine/faults",
      "//chat",
      "/chat/",
      "/CHAT",
      "/..%2f",
      "*",
    ),
  },
  { weight: 1, arbitrary: junk.map((text) => `/${encodeURIComponent(line(text).toWellFormed())}`) },
)
const query = oneof(
  { weight: 4, arbitrary: constant("") },
  {
    weight: 2,
    arbitrary: tuple(constantFrom("session", "user", "session=a&session", "x"), junk).map(
      ([name, value]) => `?${name}=${encodeURIComponent(value.toWellFormed())}`,
    ),
  },
  {
    weight: 1,
    arbitrary: constantFrom("?session=victim-session", "?%", "?&&==", "?user=demo-victim"),
  },
)
const method = oneof(
  { weight: 12, arbitrary: constantFrom("POST", "POST", "GET") },
  { weight: 2, arbitrary: constantFrom("PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE") },
)
const header = tuple(
  constantFrom(
    "origin",
    "authorization",
    "cookie",
    "x-session",
    "x-resume-token",
    "traceparent",
    "accept-encoding",
    "accept",
    "accept-language",
    "expect",
    "x-forwarded-for",
    "x-amzn-oidc-data",
    "x-gateway-secret",
    "x-connection-id",
    "sec-websocket-protocol",
    "access-control-request-method",
    "mcp-protocol-version",
    "range",
    "if-none-match",
  ),
  oneof(
    junk,
    constantFrom(
      "Bearer demo-mallory",
      "https://evil.example",
      "bearer.demo-mallory, resume.r1.zzzzzz.victim-session.aaaa",
      "r1.zzzzzz.victim-session.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "text/event-stream, application/json",
    ),
  ),
).map(([name, value]) => `${name}: ${line(value)}`)

const asked = constantFrom(
  "hello",
  "die",
  "fail",
  "mute",
  "throw",
  "twice",
  "blocked",
  "no-start",
  "look",
)
const named = oneof(constantFrom("victim-session", "v", "m"), junk)
/** Whole and right but for what is named in it, by the path that takes it. */
const rightBodies: Readonly<Record<string, Arbitrary<unknown>>> = {
  "/chat": record({ id: named, text: asked, session: named }, { requiredKeys: ["id", "text"] }),
  "/ai": tuple(named, named, asked).map(([chat, id, text]) => ({
    id: chat,
    messages: [{ id, role: "user", parts: [{ type: "text", text }] }],
  })),
  "/v1/chat/completions": tuple(asked, constantFrom(true, false), option(named)).map(
    ([content, stream, user]) => ({
      model: "manga-assist",
      messages: [{ role: "user", content }],
      stream,
      user,
    }),
  ),
  "/v1/responses": tuple(asked, constantFrom(true, false), option(named)).map(
    ([input, stream, user]) => ({ model: "manga-assist", input, stream, user }),
  ),
  "/mcp": record({
    jsonrpc: constant("2.0"),
    id: oneof(constantFrom(1, null), junk),
    method: oneof(
      { weight: 6, arbitrary: constantFrom("tools/call", "tools/list", "initialize") },
      { weight: 1, arbitrary: junk },
    ),
    params: oneof(
      constant({ name: "own_orders", arguments: { order: "MA-demo-victim", user: "demo-victim" } }),
      constant({ name: "find_products", arguments: { words: "die" } }),
      junk,
    ),
  }),
}
const bodies = Object.values(rightBodies)
const body = oneof(
  { weight: 6, arbitrary: oneof(...bodies).map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 2, arbitrary: json().map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: constantFrom(
      "[".repeat(8_000),
      '{"a":'.repeat(3_000),
      '{"__proto__":{"id":"v"},"id":"v","text":"hello","session":"victim-session"}',
      `{"id":"m","text":"${"漫".repeat(3_000)}"}`,
      `{"id":"m","text":"${" ".repeat(15_000)}"}`,
      '{"id":"m","text":"\\ud800"}',
      "1e999999",
      "",
    ).map((text) => Buffer.from(text)),
  },
)
const lengths = oneof(
  { weight: 9, arbitrary: constant(undefined) },
  {
    weight: 1,
    arbitrary: constantFrom(
      "content-length: 0\r\ncontent-length: 5",
      "content-length: -1",
      "content-length: 5, 5",
      "content-length: 99999999",
      "transfer-encoding: xchunked",
      "transfer-encoding: chunked\r\ncontent-length: 3",
      "transfer-encoding: chunked, gzip",
      "transfer-encoding : chunked",
    ),
  },
)

const requestOf = (
  [verb, place, asks, headers, content, wrong]: readonly [
    string,
    string,
    string,
    ReadonlyArray<string>,
    Buffer,
    string | undefined,
  ],
  type: string,
): HostileRequest => {
  const head = [
    `${verb} ${place}${asks} HTTP/1.1`,
    "host: localhost",
    `content-type: ${type}`,
    wrong ?? `content-length: ${content.length}`,
    ...headers,
  ]
  const bytes = Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), content])
  return { bytes, frames: [], isWhole: wrong === undefined }
}

const posted = tuple(
  tuple(method, path, query, array(header, { maxLength: 4 }), body, lengths),
  constantFrom("application/json", "application/json", "application/json", "text/plain", "a"),
).map(([parts, type]) => requestOf(parts, type))

const right = tuple(
  oneof(...Object.entries(rightBodies).map(([place, content]) => tuple(constant(place), content))),
  constantFrom("", "authorization: Bearer demo-mallory", "authorization: Bearer demo-mallory"),
  option(header, { freq: 2 }),
).map(([[place, content], proof, other]) => {
  const headers = [proof, other ?? "", "accept: text/event-stream, application/json"]
  const text = Buffer.from(JSON.stringify(content))
  const given = headers.filter((each) => each !== "")
  return requestOf(["POST", place, "", given, text, undefined], "application/json")
})

const token = oneof(junk, constant("demo-mallory"))
const rightFrame = oneof(
  record({ type: constant("message"), id: named, text: asked }),
  record({ type: constant("draft"), text: junk }),
  record({ type: constantFrom("cancel"), id: named }),
  record({ type: constant("resume"), turn: named, after: constant(0) }),
  record({ type: constant("auth"), token }),
  record({ type: constant("feedback"), turn: named, rating: constantFrom("up", "down") }),
  record({ type: constantFrom("resume", "abort"), requestId: named, id: named }),
  tuple(named, rightBodies["/ai"] ?? junk).map(([requestId, content]) => {
    const headers = { authorization: "Bearer demo-mallory" }
    return Object.assign({ type: "send", requestId, headers }, content)
  }),
)
const wrongFrame = record(
  { type: oneof(constantFrom("message", "send"), junk), id: junk, text: junk, token, after: junk },
  { requiredKeys: ["type"] },
)
const frameText = oneof({ weight: 3, arbitrary: rightFrame }, wrongFrame).map((value) =>
  Buffer.from(JSON.stringify(value)),
)
const frame = tuple(
  oneof(
    { weight: 20, arbitrary: constant(0x81) },
    constantFrom(0x82, 0x80, 0x01, 0x88, 0x89, 0xc1, 0x83),
  ),
  oneof({ weight: 9, arbitrary: frameText }, { weight: 1, arbitrary: body }),
).map(([first, payload]) => clientFrame(first, payload))

const upgrade = tuple(
  constantFrom("/chat", "/ai", "/chat", "/ai", "/chat", "/ai", "/mcp", "/"),
  query,
  array(header, { maxLength: 3 }),
  constantFrom("13", "13", "13", "8", "x"),
  array(frame, { minLength: 1, maxLength: 4 }),
).map(([place, asks, headers, version, frames]): HostileRequest => ({
  bytes: Buffer.from(
    [
      `GET ${place}${asks} HTTP/1.1`,
      "host: localhost",
      "connection: Upgrade",
      "upgrade: websocket",
      "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
      `sec-websocket-version: ${version}`,
      ...headers,
      "\r\n",
    ].join("\r\n"),
  ),
  frames,
  isWhole: true,
}))

export const gatewayConnections = ["c1", "c2", "c3"]
const event = tuple(
  constantFrom("connect", "default", "default", "default", "disconnect"),
  oneof({ weight: 9, arbitrary: constant(gatewaySecret) }, { weight: 1, arbitrary: junk }),
  constantFrom(...gatewayConnections, ...gatewayConnections, "", "c 4", "%00"),
  oneof(constantFrom("10.0.0.1", "::1", ""), junk),
  oneof({ weight: 4, arbitrary: frameText }, { weight: 1, arbitrary: body }),
  constantFrom("", "", "?session=victim-session", "?user=demo-victim"),
).map(([kind, secret, connection, address, content, asks]) => {
  const headers = [
    `x-gateway-secret: ${line(secret)}`,
    `x-connection-id: ${line(connection)}`,
    `x-source-ip: ${line(address)}`,
  ]
  const place = `/gateway/${kind}`
  return requestOf(["POST", place, asks, headers, content, undefined], "application/json")
})

const noProtocol = oneof(
  uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  constantFrom(
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "\r\n\r\n\r\n",
    "GET / HTTP/1.1\r\nhost",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  ).map((text) => Buffer.from(text)),
).map((bytes): HostileRequest => ({ bytes, frames: [], isWhole: false }))

export const hostileRequest: Arbitrary<HostileRequest> = oneof(
  { weight: 6, arbitrary: posted },
  { weight: 6, arbitrary: right },
  { weight: 6, arbitrary: upgrade },
  { weight: 3, arbitrary: event },
  { weight: 1, arbitrary: noProtocol },
)

/** What hostile clients write: requests and masked frames as bytes, not necessarily valid. */

const token = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13"

export const head = (line: string, headers: ReadonlyArray<string> = []): string =>
  [`${line} HTTP/1.1`, "host: localhost", ...headers, "\r\n"].join("\r\n")

export const upgrade = (headers: ReadonlyArray<string> = []): string =>
  head("GET /chat", ["connection: Upgrade", "upgrade: websocket", token, ...headers])

export const post = (path: string, body: string, headers: ReadonlyArray<string> = []): string =>
  head(`POST ${path}`, [
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
  ]) + body

/** `first` is the byte with FIN and opcode; the mask of zeros leaves the payload as it is. */
export const frame = (payload: string, first = 0x81): Buffer => {
  const bytes = Buffer.from(payload)
  const isLong = bytes.length > 125
  const start = Buffer.alloc(isLong ? 8 : 6)
  start[0] = first
  start[1] = 0x80 | (isLong ? 126 : bytes.length)
  if (isLong) start.writeUInt16BE(bytes.length, 2)
  return Buffer.concat([start, bytes])
}

export const textFrame = (value: object): Buffer => frame(JSON.stringify(value))

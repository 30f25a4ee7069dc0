/**
 * A fast parser for the text of a `contentBlockDelta`.
 *
 * It handles only the layout that Bedrock sends, `{"contentBlockIndex":0,"delta":{"text":"…"},"p":"…"}` (`p` is
 * padding and may be absent), byte for byte; for any other it gives up and `JSON.parse` is used. Its result equals
 * that of `JSON.parse`.
 */
const head = Buffer.from('{"contentBlockIndex":')
const middle = Buffer.from(',"delta":{"text":"')
const padding = Buffer.from('},"p":"')
const quote = 0x22
const backslash = 0x5c
const closingBrace = 0x7d
const zero = 0x30
const nine = 0x39
const space = 0x20

/** Undefined when the layout is another one, or when the text is no JSON string. */
export const deltaText = (buffer: Buffer, start: number, end: number): string | undefined => {
  if (!startsWith(buffer, start, end, head)) return undefined
  let at = start + head.length
  // One digit is enough: an answer of more than ten blocks is read by `JSON.parse`.
  const digit = buffer[at] ?? 0
  if (digit < zero || digit > nine || !startsWith(buffer, at + 1, end, middle)) return undefined
  const open = at + 1 + middle.length
  let close = plainEnd(buffer, open, end)
  let escaped = false
  while (close < end && buffer[close] === backslash) {
    escaped = true
    close = plainEnd(buffer, close + 2, end)
  }
  if (close >= end || buffer[close] !== quote) return undefined
  at = close + 1
  if (at + 2 === end) {
    if (buffer[at] !== closingBrace || buffer[at + 1] !== closingBrace) return undefined
  } else {
    if (!startsWith(buffer, at, end, padding)) return undefined
    const last = plainEnd(buffer, at + padding.length, end)
    if (last + 2 !== end || buffer[last] !== quote || buffer[last + 1] !== closingBrace) {
      return undefined
    }
  }
  return escaped ? unescaped(buffer, open, close) : buffer.toString("utf8", open, close)
}

const startsWith = (buffer: Buffer, at: number, end: number, bytes: Buffer): boolean => {
  if (end - at < bytes.length) return false
  for (let index = 0; index < bytes.length; index++) {
    if (buffer[at + index] !== bytes[index]) return false
  }
  return true
}

/** Where a JSON string ends or escapes, or a byte comes that it must not hold; at most `end`. */
const plainEnd = (buffer: Buffer, from: number, end: number): number => {
  let at = from
  while (at < end) {
    const byte = buffer[at] ?? 0
    if (byte === quote || byte === backslash || byte < space) return at
    at++
  }
  return end
}

const unescaped = (buffer: Buffer, open: number, close: number): string | undefined => {
  try {
    const text: unknown = JSON.parse(buffer.toString("utf8", open - 1, close + 1))
    return typeof text === "string" ? text : undefined
  } catch {
    return undefined
  }
}

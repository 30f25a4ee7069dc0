/**
 * Parses the headers of one `application/vnd.amazon.eventstream` message that give its type.
 *
 * A service repeats the same header bytes for each event of a type. The last few are memoized, so that a stream of
 * deltas allocates nothing for them.
 */
import { EventStreamCorrupt } from "./EventStreamCorrupt.ts"

export interface EventStreamHead {
  /** `event`, `exception` or `error`. */
  readonly kind: string
  /** The event type, exception type or error code. */
  readonly name: string
  /** The text of an `error`; exceptions carry theirs in the payload. */
  readonly text: string
}

/** More kinds of events than a service has in use; headers beyond this size are read anew each time. */
const mostKnown = 16
const mostKnownBytes = 256
const known: Array<{ readonly bytes: Buffer; readonly head: EventStreamHead }> = []
let next = 0

/** Reads `buffer` from `start` to `end`; throws `EventStreamCorrupt` when that is no list of headers. */
export const eventStreamHead = (buffer: Buffer, start: number, end: number): EventStreamHead => {
  const size = end - start
  for (const { bytes, head } of known) {
    if (bytes.length === size && bytes.compare(buffer, start, end) === 0) return head
  }
  const head = readHead(buffer, start, end)
  if (size <= mostKnownBytes && head.kind === "event") {
    known[next] = { bytes: Buffer.from(buffer.subarray(start, end)), head }
    next = (next + 1) % mostKnown
  }
  return head
}

/** Bytes of the value by its type: booleans, integers, timestamp, uuid; -1: a length precedes it. */
const valueBytes = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16]
const stringType = 7
const colon = 0x3a

const readHead = (buffer: Buffer, start: number, end: number): EventStreamHead => {
  let kind = ""
  let name = ""
  let text = ""
  let at = start
  while (at < end) {
    const nameEnd = at + 1 + (buffer[at] ?? 0)
    const type = nameEnd < end ? buffer[nameEnd] : undefined
    const fixed = type === undefined ? undefined : valueBytes[type]
    if (type === undefined || fixed === undefined) throw malformed()
    let valueAt = nameEnd + 1
    let size = fixed
    if (size === -1) {
      if (valueAt + 2 > end) throw malformed()
      size = buffer.readUInt16BE(valueAt)
      valueAt += 2
    }
    if (valueAt + size > end) throw malformed()
    // All the names we read begin with a colon; others are skipped unread.
    if (type === stringType && buffer[at + 1] === colon) {
      const value = buffer.toString("utf8", valueAt, valueAt + size)
      switch (buffer.toString("latin1", at + 1, nameEnd)) {
        case ":message-type":
          kind = value
          break
        case ":event-type":
        case ":exception-type":
        case ":error-code":
          name = value
          break
        case ":error-message":
          text = value
      }
    }
    at = valueAt + size
  }
  return { kind, name, text }
}

const malformed = () => new EventStreamCorrupt("the headers of a message are malformed")

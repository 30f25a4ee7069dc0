/**
 * Hands on what a connection of Node's server sends a kilobyte in each turn of the event loop, and half a megabyte a
 * second, so that who sends more waits for it alone; all who send more take turns with each other. By itself Node reads
 * two megabytes of one connection before it looks at the next, and its parsers go through all that they are given.
 */
import type { Socket } from "node:net"
import type { Duplex } from "node:stream"

/** Costs half a millisecond at the worst: chunks of one byte, each of which is handed on alone. */
const turnBytes = 1_024

/** Of all connections in one turn of the event loop, so that twenty who send much delay the others by few milliseconds. */
const turnSlices = 4

/**
 * A longest question takes ten milliseconds. Node allocates 64 KiB for each reading: twenty connections that are read as
 * fast as they send kept its garbage collector at work, and others waited 120 ms (`limits`, over `ws`).
 */
const bytesPerMs = 512

/** Is handed on a kilobyte a turn, but without more waiting. */
const burstBytes = 16_384

/** Who is cut at once is back at once, and opening costs more than keeping. */
const cutAfterMs = 1_000

const cut = new WeakSet<Duplex>()

/** Reads nothing more of a connection, and ends it a little later. */
export const cutLater = (connection: Duplex): void => {
  if (cut.has(connection)) return
  cut.add(connection)
  connection.pause()
  const timer = setTimeout(() => connection.destroy(), cutAfterMs)
  connection.once("close", () => clearTimeout(timer))
}

/** One for each connection whose turn it is. */
const line: Array<() => void> = []
let turn: NodeJS.Immediate | undefined

const handOn = (): void => {
  turn = undefined
  for (const next of line.splice(0, turnSlices)) next()
  if (line.length > 0) turn ??= setImmediate(handOn)
}

const queue = (next: () => void): void => {
  line.push(next)
  turn ??= setImmediate(handOn)
}

export const paceReading = (socket: Socket): void => {
  const push = socket.push.bind(socket)
  const read = socket._read.bind(socket)
  let waiting: Buffer | undefined
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  /** When what was handed on is paid for. */
  let paidAt = 0
  const waitMs = (): number => paidAt - burstBytes / bytesPerMs - performance.now()
  const hand = (slice: Buffer): boolean => {
    paidAt = Math.max(paidAt, performance.now()) + slice.length / bytesPerMs
    return push(slice)
  }
  const next = (): void => {
    if (waiting === undefined || socket.destroyed || cut.has(socket)) return
    const ms = waitMs()
    if (ms > 0) {
      timer = setTimeout(queue, ms, next)
      return
    }
    const slice = waiting.subarray(0, turnBytes)
    waiting = waiting.length > turnBytes ? waiting.subarray(turnBytes) : undefined
    if (waiting !== undefined) queue(next)
    hand(slice)
    if (waiting === undefined && isOver) push(null)
  }
  // False: nothing more is read before `_read`.
  socket.push = (chunk: Buffer | null): boolean => {
    if (chunk === null) {
      if (waiting === undefined) return push(null)
      isOver = true
    } else if (waiting !== undefined) waiting = Buffer.concat([waiting, chunk])
    else if (chunk.length <= turnBytes && waitMs() <= 0) return hand(chunk)
    else {
      waiting = chunk
      queue(next)
    }
    return false
  }
  socket._read = (bytes) => {
    if (waiting === undefined && !cut.has(socket)) read(bytes)
  }
  socket.once("close", () => clearTimeout(timer))
  // Who listens gets all that comes; without a listener the parser takes it from the system, past `push`.
  socket.on("data", () => {})
}

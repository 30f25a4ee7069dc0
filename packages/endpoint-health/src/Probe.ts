/**
 * Measures one endpoint: every address of its name, DNS, TCP and TLS timed apart.
 *
 * Each step has a deadline, each socket is destroyed, no byte of the service's own protocol is sent.
 * Nothing here fails: what goes wrong is a measurement.
 */
import { lookup } from "node:dns/promises"
import { connect, isIP, type Socket } from "node:net"
import { connect as secure } from "node:tls"
import { Effect } from "effect"
import type { Connect, Try, Window } from "./Window.ts"

export interface ProbeTarget {
  /** A name or an address literal. */
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

export interface ProbeOptions {
  /** Rounds of one resolution and one connection to each address; 5 to 100, 5 unless given. */
  readonly samples?: number
  /** For each step, in milliseconds; 2,000 unless given. */
  readonly deadlineMs?: number
  /** All addresses of a name; the system's resolver unless given. */
  readonly resolve?: (host: string) => Promise<ReadonlyArray<string>>
}

/** Of a name with more addresses the rest is not connected to. */
const addressLimit = 16
/** Handshakes at once: enough that a dead address does not hold up the others. */
const concurrency = 4

const systemResolve = async (host: string): Promise<ReadonlyArray<string>> =>
  (await lookup(host, { all: true, order: "verbatim" })).map(({ address }) => address)

const nameOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message
}

const late = (deadlineMs: number): string => `no answer in ${deadlineMs} ms`

interface Resolution {
  readonly dns: Try
  readonly addresses: ReadonlyArray<string>
}

const resolution = (
  host: string,
  resolve: (host: string) => Promise<ReadonlyArray<string>>,
  deadlineMs: number,
): Effect.Effect<Resolution> =>
  Effect.suspend(() => {
    const startedAt = performance.now()
    const failed = (error: string): Resolution => ({
      dns: { ms: performance.now() - startedAt, error },
      addresses: [],
    })
    return Effect.tryPromise({ try: () => resolve(host), catch: nameOf }).pipe(
      Effect.map((addresses) =>
        addresses.length === 0
          ? failed("no address")
          : { dns: { ms: performance.now() - startedAt }, addresses: [...new Set(addresses)] },
      ),
      Effect.timeoutOrElse({
        duration: deadlineMs,
        orElse: () => Effect.succeed(failed(late(deadlineMs))),
      }),
      Effect.catch((error) => Effect.succeed(failed(error))),
    )
  })

/** One step on a socket: from now until `event`, an error, or the deadline. */
const step = (socket: Socket, event: string, deadlineMs: number): Effect.Effect<Try> =>
  Effect.callback<Try>((resume) => {
    const startedAt = performance.now()
    const end = (error?: string) => {
      clearTimeout(timer)
      const ms = performance.now() - startedAt
      resume(Effect.succeed(error === undefined ? { ms } : { ms, error }))
    }
    const timer = setTimeout(() => end(late(deadlineMs)), deadlineMs)
    socket.once(event, () => end())
    socket.once("error", (cause) => end(nameOf(cause)))
    socket.once("close", () => end("closed by the other side"))
    return Effect.sync(() => clearTimeout(timer))
  })

/** Owns the socket for the time of `use`, whatever happens in it. */
const withSocket = <A>(open: () => Socket, use: (socket: Socket) => Effect.Effect<A>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const socket = open()
      // An error after the step is nobody's business, and must not end the process.
      socket.on("error", () => undefined)
      return socket
    }),
    use,
    (socket) => Effect.sync(() => socket.destroy()),
  )

const connection = (
  target: ProbeTarget,
  address: string,
  deadlineMs: number,
): Effect.Effect<Connect> =>
  withSocket(
    () => connect({ host: address, port: target.port, autoSelectFamily: false }),
    Effect.fnUntraced(function* (socket) {
      const tcp = yield* step(socket, "connect", deadlineMs)
      if (tcp.error !== undefined || !target.tls) return { address, tcp }
      // Server name indication must be a name; certificates are checked against the host in any case.
      const servername = isIP(target.host) === 0 ? { servername: target.host } : {}
      const tls = yield* withSocket(
        () =>
          secure({
            socket,
            host: target.host,
            ALPNProtocols: ["h2", "http/1.1"],
            ...servername,
          }),
        (encrypted) => step(encrypted, "secureConnect", deadlineMs),
      )
      return { address, tcp, tls }
    }),
  )

/** Takes `samples` rounds, one after another; at worst 3 × `samples` × `deadlineMs` × 4. */
export const probe = Effect.fnUntraced(function* (target: ProbeTarget, options: ProbeOptions = {}) {
  const { samples = 5, deadlineMs = 2000, resolve = systemResolve } = options
  const rounds = Math.min(100, Math.max(5, Math.trunc(samples)))
  const dns: Array<Try> = []
  const connects: Array<Connect> = []
  const addresses = new Set<string>()
  for (let round = 0; round < rounds; round += 1) {
    const resolved = yield* resolution(target.host, resolve, deadlineMs)
    dns.push(resolved.dns)
    for (const address of resolved.addresses) addresses.add(address)
    const reachable = resolved.addresses.slice(0, addressLimit)
    const made = yield* Effect.forEach(
      reachable,
      (address) => connection(target, address, deadlineMs),
      { concurrency },
    )
    connects.push(...made)
  }
  const window: Window = { dns, addresses: [...addresses], connects }
  return window
})

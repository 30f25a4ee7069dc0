/**
 * Measures one endpoint: times of DNS, TCP and TLS, separately, the latter two for every usable address (16 at most).
 *
 * Each step has a deadline, each socket is destroyed, and no byte of the service's protocol is sent. A failure is a
 * measurement, never an error.
 */
import { connect, isIP, type Socket } from "node:net"
import { networkInterfaces } from "node:os"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { connect as secure } from "node:tls"
import { Effect, Random } from "effect"
import { placeOf, Cidrs } from "./Address.ts"
import { type Resolve, resolveWith } from "./Resolve.ts"
import type { Connect, Try, Window } from "./Window.ts"

export interface ProbeTarget {
  /** A name or an address literal. */
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

export interface ProbeOptions {
  /** Rounds of one resolution and one connection to each address; 5 to 100, 10 unless given. */
  readonly samples?: number
  /** For each step, in milliseconds; 2,000 unless given. */
  readonly deadlineMs?: number
  /** Typical pause between rounds, in milliseconds; each is 50 to 150 % of it. 100 unless given. */
  readonly spacingMs?: number
  /** All addresses of a name; `resolveWith` unless given. */
  readonly resolve?: Resolve
}

/** Of a name with more addresses the rest is not connected to. */
const addressLimit = 16
/** Handshakes at once: enough that a dead address does not hold up the others. */
const concurrency = 8

/** Without a route to IPv6, an IPv6 address beside IPv4 ones is nothing a client would use. */
const hasIpv6 = (): boolean =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(({ address, internal, family }) => {
      return family === "IPv6" && !internal && placeOf(address, noCidrs) !== "unusable"
    })
const noCidrs = new Cidrs([])

const triable = (addresses: ReadonlyArray<string>): ReadonlyArray<string> => {
  const hasIpv4 = addresses.some((address) => isIP(address) === 4)
  const usable =
    hasIpv4 && !hasIpv6() ? addresses.filter((address) => isIP(address) !== 6) : addresses
  return usable.slice(0, addressLimit)
}

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
  resolve: Resolve,
  deadlineMs: number,
): Effect.Effect<Resolution> =>
  Effect.suspend(() => {
    if (isIP(host) !== 0) return Effect.succeed({ dns: { ms: 0 }, addresses: [host] })
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
const withSocket = <S extends Socket, A>(open: () => S, use: (socket: S) => Effect.Effect<A>) =>
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
      const { tls, protocol } = yield* withSocket(
        () =>
          secure({
            socket,
            host: target.host,
            ALPNProtocols: ["h2", "http/1.1"],
            ...servername,
          }),
        (encrypted) =>
          Effect.map(step(encrypted, "secureConnect", deadlineMs), (tried) => ({
            tls: tried,
            protocol: encrypted.alpnProtocol,
          })),
      )
      return typeof protocol === "string" ? { address, tcp, tls, protocol } : { address, tcp, tls }
    }),
  )

/** How often the event loop is looked at, in milliseconds. */
const loopResolutionMs = 5

/** How late this process comes to its events while `use` runs: it is in every time that is measured. */
const withLoopDelay = <A>(use: (medianMs: () => number) => Effect.Effect<A>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const histogram = monitorEventLoopDelay({ resolution: loopResolutionMs })
      histogram.enable()
      return histogram
    }),
    (histogram) => use(() => Math.max(0, histogram.percentile(50) / 1e6 - loopResolutionMs)),
    (histogram) => Effect.sync(() => histogram.disable()),
  )

/**
 * Takes `samples` rounds, one after another; with up to eight addresses each round takes at most
 * three times `deadlineMs`, with sixteen five times.
 */
export const probe = (target: ProbeTarget, options: ProbeOptions = {}): Effect.Effect<Window> =>
  withLoopDelay((loopDelayMs) =>
    Effect.map(rounds(target, options), (window) => ({ ...window, loopDelayMs: loopDelayMs() })),
  )

const rounds = Effect.fnUntraced(function* (target: ProbeTarget, options: ProbeOptions) {
  const { samples = 10, deadlineMs = 2000, spacingMs = 100 } = options
  const resolve = options.resolve ?? resolveWith({ deadlineMs })
  const count = Math.min(100, Math.max(5, Math.trunc(samples)))
  const dns: Array<Try> = []
  const connects: Array<Connect> = []
  const addresses = new Set<string>()
  const tried = new Set<string>()
  for (let round = 0; round < count; round += 1) {
    // Jitter, so that samples do not fall in step with whatever else is periodic here.
    if (round > 0 && spacingMs > 0) yield* Effect.sleep(spacingMs * (0.5 + (yield* Random.next)))
    const resolved = yield* resolution(target.host, resolve, deadlineMs)
    dns.push(resolved.dns)
    for (const address of resolved.addresses) addresses.add(address)
    const reachable = triable(resolved.addresses)
    for (const address of reachable) tried.add(address)
    const made = yield* Effect.forEach(
      reachable,
      (address) => connection(target, address, deadlineMs),
      { concurrency },
    )
    connects.push(...made)
  }
  const untried = [...addresses].filter((address) => !tried.has(address))
  const window: Window = {
    dns,
    addresses: [...addresses],
    connects,
    ...(untried.length === 0 ? {} : { untried }),
  }
  return window
})

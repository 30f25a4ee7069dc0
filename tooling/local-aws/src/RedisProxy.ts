/**
 * A TCP proxy in front of a Redis server: counts connections, applies faults, adds latency.
 *
 * It does not parse commands: latency and `slow` delay each chunk from the client, so that pipelined commands stay
 * together.
 */
import { connect, type Socket } from "node:net"
import { performance } from "node:perf_hooks"
import {
  type Gate,
  makeGate,
  type RunningService,
  type ServiceContext,
  slownessOf,
  startGatedServer,
  waitUntil,
} from "@manga-assist/bedrock-emulator/services"

/** The name under which a chunk is delayed and hit by faults. */
const operation = "Command"
/** Bytes a client may have under way before it is no longer read from. */
const maxQueuedBytes = 1_048_576

/** @throws PortUnavailable */
export const startRedisProxy = async (options: {
  readonly context: ServiceContext
  readonly host: string
  readonly port: number
  /** The real server's socket. */
  readonly path: string
}): Promise<RunningService> => {
  const { port, close } = await startGatedServer(options, new Map(), makeGate, (client, gate) =>
    join(options.context, gate, client, options.path),
  )
  return { environment: { REDIS_URL: `redis://${options.host}:${port}` }, close }
}

const join = (context: ServiceContext, gate: Gate, client: Socket, path: string): void => {
  const upstream = connect({ path })
  upstream.on("error", () => client.destroy())
  upstream.once("close", () => client.destroySoon())
  client.once("close", () => upstream.destroy())
  const served = (arrivedMs: number, dueMs: number) => {
    context.served(operation, arrivedMs, dueMs - arrivedMs)
  }
  pump(client, gate, () => strike(context, gate, client), upstream, served)
  pump(upstream, gate, () => performance.now(), client)
}

/** When the chunk may go on, or `undefined` when a fault took its place. */
const strike = (context: ServiceContext, gate: Gate, client: Socket): number | undefined => {
  const fault = context.fault(operation)
  const dueMs = performance.now() + context.delayMs(operation) + slownessOf(fault)
  if (fault === undefined || fault.kind === "slow") return dueMs
  if (fault.kind === "black-hole") gate.shut()
  else if (fault.kind === "reset") client.resetAndDestroy()
  else if (fault.kind === "fin") client.destroySoon()
  else if (fault.kind === "garbage") client.end("\u0000garbage\r\n")
  return fault.kind === "black-hole" ? dueMs : undefined
}

/** Passes chunks on in order, each no earlier than it is due and never through a shut gate. */
const pump = (
  from: Socket,
  gate: Gate,
  due: () => number | undefined,
  to: Socket,
  passed: (arrivedMs: number, dueMs: number) => void = () => undefined,
): void => {
  const gone = new AbortController()
  from.once("close", () => gone.abort())
  let queuedBytes = 0
  let last: Promise<void> = Promise.resolve()
  from.on("data", (chunk: Buffer) => {
    const arrivedMs = performance.now()
    const dueMs = due()
    if (dueMs === undefined) return
    queuedBytes += chunk.length
    if (queuedBytes > maxQueuedBytes) from.pause()
    const before = last
    last = (async () => {
      await waitUntil(dueMs, gone.signal)
      await before
      await gate.passable()
      passed(arrivedMs, dueMs)
      if (!to.destroyed && !to.write(chunk)) {
        await new Promise<void>((resolve) => {
          to.once("drain", resolve)
          to.once("close", () => resolve())
        })
      }
      queuedBytes -= chunk.length
      if (queuedBytes <= maxQueuedBytes) from.resume()
    })()
  })
  from.once("end", () => {
    void last.then(() => to.end())
  })
}

/**
 * The HTTP/1.1 server of an emulated service: counts connections and requests, applies faults and latency, and passes
 * complete requests to the service's handler, which knows nothing of these.
 *
 * Closing ends every connection at once.
 */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http"
import { performance } from "node:perf_hooks"
import {
  addressOf,
  type BodyProblem,
  countRequest,
  type Fault,
  type FrontResponse,
  type Gate,
  type GatedServer,
  makeGate,
  readBody,
  refuseNonsense,
  send,
  type ServiceContext,
  slownessOf,
  startGatedServer,
  waitUntil,
} from "@manga-assist/bedrock-emulator/services"

export interface FrontRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly headers: IncomingMessage["headers"]
  readonly body: Buffer
}

export interface HttpFrontOptions {
  readonly context: ServiceContext
  readonly host: string
  readonly port: number
  readonly maxBodyBytes: number
  /** Gzips larger answers for clients that accept it. */
  readonly compress: boolean
  readonly operationOf: (request: IncomingMessage) => string
  /** A rejection is answered as `problem("internal")`. */
  readonly handle: (request: FrontRequest) => FrontResponse | Promise<FrontResponse>
  /** The service's own words for what the front refuses. */
  readonly problem: (
    kind: "throttle" | "unavailable" | "internal" | Exclude<BodyProblem, "cut">,
  ) => FrontResponse
}

/** ALB and most proxies keep idle connections for 60 s. */
const keepAliveTimeout = 65_000

/** @throws PortUnavailable */
export const startHttpFront = async (options: HttpFrontOptions): Promise<GatedServer> => {
  const gates = new Map<string, Gate>()

  const http = createHttpServer({ keepAliveTimeout }, (request, response) => {
    const gate = gates.get(addressOf(request.socket))
    if (gate === undefined) request.socket.destroy()
    else void answer(options, gate, request, response).catch(() => request.socket.destroy())
  })
  http.on("clientError", refuseNonsense)
  return startGatedServer(options, gates, makeGate, (socket) => http.emit("connection", socket))
}

const answer = async (
  options: HttpFrontOptions,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { context } = options
  const { counters } = context
  const arrivedMs = performance.now()
  const left = new AbortController()
  counters.streamsOpened += 1
  counters.streamsOpen += 1
  let cut = false
  response.once("close", () => {
    counters.streamsOpen -= 1
    if (!response.writableFinished && !cut) counters.streamsCancelled += 1
    left.abort()
  })

  const body = await readBody(request, options.maxBodyBytes)
  if (body === "cut") return
  await gate.passable()
  if (left.signal.aborted) return
  if (typeof body === "string") {
    response.setHeader("connection", "close")
    send(request, response, options.problem(body), false)
    return
  }

  const operation = options.operationOf(request)
  countRequest(counters, operation)
  const fault = context.fault(operation)
  if (fault?.kind === "reset" || fault?.kind === "fin") {
    cut = true
    if (fault.kind === "reset") request.socket.resetAndDestroy()
    else request.socket.destroySoon()
    return
  }
  if (fault?.kind === "black-hole") gate.shut()
  await gate.passable()
  if (left.signal.aborted) return

  const askedMs = context.delayMs(operation) + slownessOf(fault)
  const result = failing(options, fault) ?? (await handled(options, request, body))
  await waitUntil(arrivedMs + askedMs, left.signal)
  await gate.passable()
  if (left.signal.aborted) return
  context.served(operation, arrivedMs, askedMs)
  send(request, response, result, options.compress)
}

const failing = (
  options: HttpFrontOptions,
  fault: Fault | undefined,
): FrontResponse | undefined => {
  if (fault?.kind === "throttle" || fault?.kind === "unavailable")
    return options.problem(fault.kind)
  if (fault?.kind === "garbage") {
    return { status: 200, headers: { "content-type": "application/json" }, body: '{"\u0000garb' }
  }
  return undefined
}

const handled = async (
  options: HttpFrontOptions,
  request: IncomingMessage,
  body: Buffer,
): Promise<FrontResponse> => {
  try {
    return await options.handle({
      method: request.method ?? "GET",
      target: request.url ?? "/",
      headers: request.headers,
      body,
    })
  } catch {
    return options.problem("internal")
  }
}

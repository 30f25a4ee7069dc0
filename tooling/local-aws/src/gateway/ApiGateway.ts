/**
 * Emulates API Gateway's WebSocket API with HTTP integrations: events go to the backends in turn, without affinity, and
 * the `@connections` operations work as the AWS SDK's client uses them.
 *
 * Emulated: mapped headers, the query on `$connect` alone, a refused `$connect`, a connection's events one after the
 * other, the error that a client sees when its backend fails, 410 before `$connect` is answered and after the end, 413,
 * 429, the idle and life timers; faults and delays of `PostToConnection` and of each event. Signatures must be present
 * but are not verified. `PUT /backends` with a list of addresses changes the backends at run time.
 */
import { randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { performance } from "node:perf_hooks"
import {
  countRequest,
  listenOn,
  makeServiceHub,
  noLatency,
  parsedJson,
  type ServiceContext,
  slownessOf,
  waitUntil,
} from "@manga-assist/bedrock-emulator/services"
import { type RawData, WebSocket, WebSocketServer } from "ws"

export interface ApiGatewayOptions {
  /** Base addresses, asked anew for each event until others are told. */
  readonly backends: () => ReadonlyArray<string>
  readonly secret: string
  /** 127.0.0.1 when absent. */
  readonly host?: string
  /** Counts, faults and times; none when absent. */
  readonly context?: ServiceContext
  /** 10 minutes when absent, as on AWS. */
  readonly idleMs?: number
  /** 2 hours when absent, as on AWS. */
  readonly lifeMs?: number
}

export interface ApiGateway {
  /** `ws:` address of the stage. */
  readonly url: string
  /** What `@connections` are below. */
  readonly endpoint: string
  readonly open: () => number
  readonly close: () => Promise<void>
}

interface Connection {
  readonly socket: WebSocket
  /** Events in their order. */
  tail: Promise<void>
  touch: () => void
}

const stage = "prod"
const maxMessageBytes = 131_072
const maxFrameBytes = 32_768
const integrationMs = 29_000

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const eventNames: Readonly<Record<string, string>> = {
  connect: "Connect",
  default: "Default",
  disconnect: "Disconnect",
}

const isAddress = (value: unknown): value is string =>
  typeof value === "string" && /^https?:\/\/[^/]+$/.test(value)

const readBackends = (body: Buffer): ReadonlyArray<string> | undefined => {
  const list = parsedJson(body.toString("utf8"))
  return Array.isArray(list) && list.every(isAddress) ? list : undefined
}

/**
 * What happens first to an event of a client and to a frame for it: it is counted and delayed. The kind of the fault that
 * takes its place; undefined where it goes on.
 */
const arrival = async (context: ServiceContext, operation: string): Promise<string | undefined> => {
  const arrivedMs = performance.now()
  countRequest(context.counters, operation)
  const fault = context.fault(operation)
  const askedMs = context.delayMs(operation) + slownessOf(fault)
  if (askedMs > 0) await waitUntil(arrivedMs + askedMs)
  context.served(operation, arrivedMs, askedMs)
  return fault?.kind === "slow" ? undefined : fault?.kind
}

/** Of a gateway that nobody breaks. */
const unbroken = () =>
  makeServiceHub({ seed: 1, latency: noLatency, jitter: false }).context("gateway")

const fail = (response: ServerResponse, status: number, type: string): void => {
  response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type })
  response.end(JSON.stringify({ message: type }))
}

export const startApiGateway = async (options: ApiGatewayOptions): Promise<ApiGateway> => {
  const { context = unbroken(), host = "127.0.0.1", idleMs = 600_000, lifeMs = 7_200_000 } = options
  const connections = new Map<string, Connection>()
  let told: ReadonlyArray<string> | undefined
  let turn = 0

  /** What the answer to `$connect` chose, by request. */
  const chosen = new WeakMap<IncomingMessage, string>()

  const integrate = async (
    route: string,
    id: string,
    request: IncomingMessage,
    body: Buffer,
    more: Readonly<Record<string, string>> = {},
  ): Promise<number> => {
    const all = told ?? options.backends()
    const fault = await arrival(context, eventNames[route] ?? route)
    if (fault !== undefined || all.length === 0) return 502
    turn += 1
    const backend = all[turn % all.length]
    const isConnect = route === "connect"
    const query = isConnect ? new URL(request.url ?? "/", "http://gateway").search : ""
    const mapped = ["authorization", "cookie", "sec-websocket-protocol", "x-resume-token"]
    const shown = mapped.flatMap((name) => {
      const value = request.headers[name]
      return isConnect && typeof value === "string" ? [[name, value] as const] : []
    })
    try {
      const reply = await fetch(`${backend}/gateway/${route}${query}`, {
        method: "POST",
        headers: {
          ...Object.fromEntries(shown),
          "x-connection-id": id,
          "x-gateway-secret": options.secret,
          "x-source-ip": request.socket.remoteAddress ?? "127.0.0.1",
          ...more,
        },
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(integrationMs),
      })
      await reply.text()
      const protocol = reply.headers.get("sec-websocket-protocol")
      if (isConnect && protocol !== null) chosen.set(request, protocol)
      return reply.status
    } catch {
      return 502
    }
  }

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    handleProtocols: (_, request) => chosen.get(request) ?? false,
  })

  const attach = (id: string, request: IncomingMessage, socket: WebSocket): void => {
    let idle: NodeJS.Timeout | undefined
    const touch = () => {
      clearTimeout(idle)
      idle = setTimeout(() => socket.close(1001, "Going away"), idleMs)
    }
    const life = setTimeout(() => socket.close(1001, "Going away"), lifeMs)
    const connection: Connection = { socket, tail: Promise.resolve(), touch }
    connections.set(id, connection)
    context.counters.connections += 1
    context.counters.connectionsOpen += 1
    touch()
    const inOrder = (work: () => Promise<void>) => {
      connection.tail = connection.tail.then(work)
    }
    socket.on("message", (data) => {
      touch()
      const body = bytesOf(data)
      if (body.length > maxFrameBytes) {
        socket.close(1009, "Message too big")
        return
      }
      inOrder(async () => {
        const status = await integrate("default", id, request, body)
        if (status < 500 || socket.readyState !== WebSocket.OPEN) return
        const requestId = randomBytes(8).toString("hex")
        const message = "Internal server error"
        socket.send(JSON.stringify({ message, connectionId: id, requestId }))
      })
    })
    socket.on("error", () => {})
    socket.once("close", (code) => {
      clearTimeout(idle)
      clearTimeout(life)
      connections.delete(id)
      context.counters.connectionsOpen -= 1
      inOrder(async () => {
        const more = { "x-disconnect-code": String(code) }
        await integrate("disconnect", id, request, Buffer.alloc(0), more)
      })
    })
  }

  const posted = async (
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const body = await bodyOf(request)
    const fault = await arrival(context, "PostToConnection")
    const connection = connections.get(id)
    if (fault === "reset") request.socket.destroy()
    else if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
      fail(response, 403, "ForbiddenException")
    } else if (connection === undefined) fail(response, 410, "GoneException")
    else if (request.method === "DELETE") {
      connection.socket.close(1000)
      response.writeHead(204).end()
    } else if (request.method !== "POST") fail(response, 404, "NotFoundException")
    else if (body.length > maxMessageBytes) fail(response, 413, "PayloadTooLargeException")
    else if (fault === "throttle") fail(response, 429, "LimitExceededException")
    else if (fault === "unavailable") fail(response, 500, "InternalServerErrorException")
    else {
      connection.touch()
      connection.socket.send(body.toString("utf8"))
      response.writeHead(200).end()
    }
  }

  const tell = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const list = readBackends(await bodyOf(request))
    if (list === undefined) fail(response, 400, "a list of addresses is expected")
    else {
      told = list
      response.writeHead(204).end()
    }
  }

  const server = createServer((request, response) => {
    if (request.method === "PUT" && request.url === "/backends") {
      void tell(request, response)
      return
    }
    const [, id] = new RegExp(`^/${stage}/@connections/([^/?]+)$`).exec(request.url ?? "") ?? []
    if (id === undefined) fail(response, 404, "NotFoundException")
    else void posted(decodeURIComponent(id), request, response)
  })
  server.on("upgrade", (request, raw, head) => {
    raw.on("error", () => {})
    const id = `${randomBytes(10).toString("base64url")}=`
    void integrate("connect", id, request, Buffer.alloc(0)).then((status) => {
      if (status < 200 || status > 299) {
        const shown = status >= 500 ? 502 : status
        raw.end(`HTTP/1.1 ${shown} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
        return
      }
      sockets.handleUpgrade(request, raw, head, (socket) => attach(id, request, socket))
    })
  })
  const port = await listenOn("gateway", server, 0, host)
  return {
    url: `ws://${host}:${port}/${stage}`,
    endpoint: `http://${host}:${port}/${stage}`,
    open: () => connections.size,
    close: async () => {
      const tails = [...connections.values()].map(({ socket, tail }) => {
        socket.terminate()
        return tail
      })
      await Promise.all(tails)
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

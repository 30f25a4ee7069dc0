/**
 * The admin address: counters, calls, prompts, faults and latency as JSON, for tests and for people.
 *
 * Strict: what is not known is refused with 400, the field's name and the list of known values.
 */
import { createServer, type IncomingMessage } from "node:http"
import { resetCounters } from "../service/Counters.ts"
import { readFaults } from "../service/FaultRules.ts"
import { type FrontResponse, jsonResponse, send } from "./FrontResponse.ts"
import { asRecord, InvalidSetting, oneOf, onlyKnownFields } from "../wire/InvalidSetting.ts"
import { type LatencyModel, readLatencyModel } from "../service/LatencyModel.ts"
import { listenOn } from "./Listen.ts"
import { mostPrompts } from "../service/PromptLog.ts"
import { readBody } from "./RequestBody.ts"
import type { ServiceHub } from "../service/ServiceHub.ts"
import type { ServiceCounters, ServiceName } from "../service/Service.ts"

export interface AdminServer {
  readonly url: string
  readonly close: () => Promise<void>
}

const maxBodyBytes = 1_000_000

/** The latency models that can be chosen by name. */
export type LatencyModels = Readonly<Record<string, LatencyModel>>

type Action = (hub: ServiceHub, body: Buffer, models: LatencyModels) => unknown

const routes: Readonly<Record<string, Readonly<Record<string, Action>>>> = {
  "/stats": { GET: (hub) => stats(hub) },
  "/stats/reset": {
    POST: (hub) => {
      for (const name of hub.services()) resetCounters(hub.counters(name))
      return stats(hub)
    },
  },
  "/calls": { GET: (hub) => hub.calls.take() },
  "/prompts": {
    GET: (hub) => hub.prompts.take(),
    PUT: (hub, body) => {
      const record = asRecord("prompts", parse(body))
      onlyKnownFields("", record, ["keep"])
      const { keep } = record
      if (typeof keep !== "number" || !Number.isInteger(keep) || keep < 0 || keep > mostPrompts) {
        throw new InvalidSetting("keep", `must be a whole number from 0 to ${mostPrompts}`)
      }
      hub.prompts.keep(keep)
      return { keep: hub.prompts.kept() }
    },
  },
  "/faults": {
    GET: (hub) => hub.faults.list(),
    PUT: (hub, body) => {
      hub.faults.replace(readFaults(parse(body), hub.services()))
      return hub.faults.list()
    },
  },
  "/latency": {
    GET: (hub) => hub.latency.current(),
    PUT: (hub, body, models) => {
      const record = asRecord("latency", parse(body))
      onlyKnownFields("", record, ["model", "services", "jitter"])
      const { services } = record
      if (services !== undefined && record["model"] !== undefined) {
        throw new InvalidSetting("services", "stand in for model; give one of them")
      }
      const model =
        services === undefined ? named(models, record["model"]) : readLatencyModel("own", services)
      const jitter = record["jitter"] ?? true
      if (typeof jitter !== "boolean") throw new InvalidSetting("jitter", "must be true or false")
      hub.latency.select(model, jitter)
      return hub.latency.current()
    },
  },
}

const named = (models: LatencyModels, input: unknown): LatencyModel => {
  const model = models[oneOf("model", input, Object.keys(models))]
  if (model === undefined) throw new InvalidSetting("model", "must be a name")
  return model
}

/** @throws PortUnavailable */
export const startAdminServer = async (options: {
  readonly hub: ServiceHub
  readonly host: string
  readonly port: number
  readonly models: LatencyModels
}): Promise<AdminServer> => {
  const server = createServer((request, response) => {
    void answer(options.hub, options.models, request).then(
      (result) => {
        if (result === undefined) request.socket.destroy()
        else {
          if (result.status === 413) response.setHeader("connection", "close")
          send(request, response, result, false)
        }
      },
      () => request.socket.destroy(),
    )
  })
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
    else socket.destroy()
  })
  const port = await listenOn("admin", server, options.port, options.host)
  return {
    url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const answer = async (
  hub: ServiceHub,
  models: LatencyModels,
  request: IncomingMessage,
): Promise<FrontResponse | undefined> => {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/"
  const actions = Object.hasOwn(routes, path) ? routes[path] : undefined
  const method = request.method ?? "GET"
  const action =
    actions !== undefined && Object.hasOwn(actions, method) ? actions[method] : undefined
  const body = await readBody(request, maxBodyBytes)
  if (body === "cut") return undefined
  if (actions === undefined) return failure(404, `no such path: ${path}`, Object.keys(routes))
  if (action === undefined) {
    const allowed = Object.keys(actions)
    const refused = failure(405, `${path} does not take ${method}`, allowed)
    return { ...refused, headers: { ...refused.headers, allow: allowed.join(", ") } }
  }
  if (body === "too-large") return failure(413, `the body may have ${maxBodyBytes} bytes`)
  if (body === "bad-encoding") return failure(400, "the body's content-encoding is not readable")
  try {
    return jsonResponse(200, action(hub, body, models))
  } catch (error) {
    if (error instanceof InvalidSetting)
      return failure(400, error.message, error.known, error.field)
    throw error
  }
}

const failure = (
  status: number,
  message: string,
  known?: ReadonlyArray<string>,
  field?: string,
): FrontResponse => jsonResponse(status, { error: message, field, known })

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString("utf8"))
  } catch {
    throw new InvalidSetting("body", "is not JSON")
  }
}

const stats = (hub: ServiceHub): unknown =>
  Object.fromEntries(hub.services().map((name) => [name, shown(name, hub.counters(name))]))

/** Only a model counts tokens. */
const shown = (name: ServiceName, counters: ServiceCounters): unknown => {
  const { inputTokens, outputTokens, ...others } = counters
  return name === "bedrock" ? { ...others, inputTokens, outputTokens } : others
}

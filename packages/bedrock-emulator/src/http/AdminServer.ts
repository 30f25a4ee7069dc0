/**
 * The admin address: JSON over HTTP/1.1, for tests and for people; what it offers is in `AdminRoutes.ts`.
 *
 * What is refused gets 400 with the field's name and the list of known values, a wrong path 404, a wrong method 405.
 */
import { createServer, type IncomingMessage } from "node:http"
import { JsonText, type LatencyModels, readQuery, routes } from "./AdminRoutes.ts"
import { type FrontResponse, jsonResponse, send } from "./FrontResponse.ts"
import { InvalidSetting } from "../wire/InvalidSetting.ts"
import { parsedJson } from "../wire/Json.ts"
import { hostInUrl, listenOn, refuseNonsense } from "./Listen.ts"
import { readBody } from "./RequestBody.ts"
import type { ServiceHub } from "../service/ServiceHub.ts"

export interface AdminServer {
  readonly url: string
  readonly close: () => Promise<void>
}

const maxBodyBytes = 1_000_000

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
  server.on("clientError", refuseNonsense)
  const port = await listenOn("admin", server, options.port, options.host)
  return {
    url: `http://${hostInUrl(options.host)}:${port}`,
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
  const [path = "/", search] = (request.url ?? "/").split("?", 2)
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined
  const method = request.method ?? "GET"
  const action =
    route !== undefined && Object.hasOwn(route.methods, method) ? route.methods[method] : undefined
  const body = await readBody(request, maxBodyBytes)
  if (body === "cut") return undefined
  if (route === undefined) return failure(404, `no such path: ${path}`, Object.keys(routes))
  if (action === undefined) {
    const allowed = Object.keys(route.methods)
    const refused = failure(405, `${path} does not take ${method}`, allowed)
    return { ...refused, headers: { ...refused.headers, allow: allowed.join(", ") } }
  }
  if (body === "too-large") return failure(413, `the body may have ${maxBodyBytes} bytes`)
  if (body === "bad-encoding") return failure(400, "the body's content-encoding is not readable")
  try {
    const query = readQuery(search ?? "", method === "GET" ? route.query : [])
    const result = action({ hub, models, query, body: () => parse(body) })
    return result instanceof JsonText
      ? { ...jsonResponse(200, null), body: result.text }
      : jsonResponse(200, result)
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
  const value = parsedJson(body.toString("utf8"))
  if (value !== undefined) return value
  throw new InvalidSetting("body", "is not JSON")
}

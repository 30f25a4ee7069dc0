/** Short ways to make handlers and send requests in tests; everything made is closed after each test. */
import { HttpRequest } from "@smithy/core/protocols"
import { text } from "node:stream/consumers"
import { onTestFinished } from "vitest"
import { type PooledHttp2Handler, pooledHttp2Handler } from "../src/http/PooledHttp2Handler.ts"
import { type PooledHttp2HandlerOptions } from "../src/pool/PoolOptions.ts"
import { type TransportError } from "../src/pool/TransportError.ts"
import { cert } from "./certificate.ts"
import { RawHttp2Server, type RawOptions } from "./RawHttp2Server.ts"
import { type Exchange, TestServer } from "./TestServer.ts"

/** Runs when the test that is running ends, the last one first. */
export const onCleanup = (cleanup: () => unknown): void => {
  onTestFinished(async () => void (await cleanup()))
}

export const serve = async (
  handle: (exchange: Exchange) => void,
  options: Parameters<typeof TestServer.start>[1] = {},
): Promise<TestServer> => {
  const server = await TestServer.start(handle, options)
  onCleanup(() => server.close())
  return server
}

export const serveRaw = async (options: RawOptions): Promise<RawHttp2Server> => {
  const server = await RawHttp2Server.start(options)
  onCleanup(() => server.close())
  return server
}

export const handlerWith = (options: PooledHttp2HandlerOptions = {}): PooledHttp2Handler => {
  const handler = pooledHttp2Handler({ ca: cert, ...options })
  onCleanup(() => handler.destroy())
  return handler
}

export const get = async (
  handler: PooledHttp2Handler,
  server: { readonly port: number; readonly hostname?: string },
  path = "/",
  options: Parameters<PooledHttp2Handler["handle"]>[1] = {},
  body: unknown = null,
) => {
  const hostname = server.hostname ?? "127.0.0.1"
  const { response } = await handler.handle(
    new HttpRequest({
      protocol: "https:",
      hostname,
      port: server.port,
      method: "POST",
      path,
      headers: { host: `${hostname}:${server.port}`, "content-type": "application/json" },
      body,
    }),
    options,
  )
  return response
}

export const getText = async (...args: Parameters<typeof get>) => text((await get(...args)).body)

export const failureOf = (promise: Promise<unknown>): Promise<TransportError> =>
  promise.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  )

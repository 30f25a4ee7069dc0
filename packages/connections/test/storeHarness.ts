/** A plain server, a short way to run a call over a store's layer, and what it fails with. */
import { Cause, ConfigProvider, Effect, Exit, type Layer } from "effect"
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type AddressInfo } from "node:net"
import { vi } from "vitest"
import { onCleanup } from "./handlerHarness.ts"

/** The region and keys that the AWS SDK finds until the test ends. */
export const awsKeys = (): void => {
  vi.stubEnv("AWS_REGION", "ap-northeast-1")
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local")
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local-secret")
  onCleanup(() => vi.unstubAllEnvs())
}

/** Those, and the address of DynamoDB. */
export const dynamoAt = (url: string | undefined): void => {
  awsKeys()
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", url)
}

export const http = async (
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
) => {
  const server = createServer((request, response) => void handle(request, response))
  const state = { connections: 0, closed: 0, url: "" }
  server.on("connection", (socket) => {
    state.connections++
    socket.once("close", () => state.closed++)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onCleanup(() => {
    server.closeAllConnections()
    server.close()
  })
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state
}

export const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

export const runWith =
  <S, E>(layer: Layer.Layer<S, E>) =>
  <A>(env: Record<string, string>, effect: Effect.Effect<A, unknown, S>) =>
    Effect.runPromiseExit(
      effect.pipe(
        Effect.provide(layer),
        Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(env))),
      ),
    )

export const failureOf = (exit: Exit.Exit<unknown, unknown>): unknown =>
  Exit.isFailure(exit) ? Cause.squash(exit.cause) : "it succeeded"

export const json = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(JSON.stringify(body))
}

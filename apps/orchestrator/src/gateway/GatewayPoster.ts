/**
 * Sends text to a customer's connection, or closes it, through API Gateway's `@connections` API. Connections are
 * pooled; the SDK signs requests and corrects a wrong clock. Failures are returned as what to do next: the client is
 * gone, retry later, or never.
 */
import { AwsCredentials, pooledHttp2Handler } from "@manga-assist/connections"
import { Context, Effect, Layer, type Scope } from "effect"

/** `gone`: nobody is there any more. `slow`: too much at once, try again. `refused`: never, whatever is tried. */
export type Posted = "sent" | "gone" | "slow" | "refused"

export class GatewayPoster extends Context.Service<
  GatewayPoster,
  {
    readonly post: (connection: string, text: string) => Promise<Posted>
    readonly close: (connection: string) => Promise<void>
  }
>()("orchestrator/gateway/GatewayPoster") {
  /** `endpoint` is `https://{api}.execute-api.{region}.amazonaws.com/{stage}`. */
  static readonly layer = (endpoint: string): Layer.Layer<GatewayPoster> =>
    Layer.effect(GatewayPoster, make(endpoint))
}

const statusOf = (error: unknown): number | undefined =>
  typeof error === "object" && error !== null && "$metadata" in error
    ? (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode
    : undefined

const postedOf = (error: unknown): Posted => {
  const status = statusOf(error)
  if (status === 410) return "gone"
  return status === 403 || status === 413 || status === 400 ? "refused" : "slow"
}

const make = Effect.fnUntraced(function* (
  endpoint: string,
): Effect.fn.Return<Context.Service.Shape<typeof GatewayPoster>, never, Scope.Scope> {
  const requestHandler = yield* Effect.acquireRelease(
    Effect.sync(() => pooledHttp2Handler()),
    (handler) => Effect.sync(() => handler.destroy()),
  )
  // Only who serves a gateway loads it.
  const sdk = yield* Effect.promise(() => import("@aws-sdk/client-apigatewaymanagementapi"))
  const fork = Effect.runForkWith(yield* Effect.context())
  const client = new sdk.ApiGatewayManagementApiClient({
    endpoint,
    requestHandler,
    maxAttempts: 1,
    credentials: yield* AwsCredentials,
  })
  return GatewayPoster.of({
    post: async (connection, text) => {
      try {
        const Data = Buffer.from(text)
        await client.send(new sdk.PostToConnectionCommand({ ConnectionId: connection, Data }))
        return "sent"
      } catch (error) {
        const posted = postedOf(error)
        if (posted === "refused") {
          fork(Effect.logError("a frame was refused by the gateway", error))
        }
        return posted
      }
    },
    close: async (connection) => {
      try {
        await client.send(new sdk.DeleteConnectionCommand({ ConnectionId: connection }))
      } catch (error) {
        if (statusOf(error) !== 410) {
          fork(Effect.logDebug("a connection of the gateway was not closed", error))
        }
      }
    },
  })
})

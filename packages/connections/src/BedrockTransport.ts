/**
 * The Bedrock Runtime client and the pool under it, one of each, shared by chat, embeddings and warm-up.
 *
 * The SDK finds region, endpoint and credentials, serialises and signs; the pooled handler carries the
 * bytes; nothing is retried by the SDK. Closing the scope ends every session at once.
 */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { HttpRequest } from "@smithy/core/protocols"
import { type Config, Context, Effect, Layer } from "effect"
import { AwsCredentials } from "./AwsCredentials.ts"
import { type BedrockError, bedrockError } from "./BedrockError.ts"
import { type PooledHttp2Handler, pooledHttp2Handler } from "./PooledHttp2Handler.ts"
import { type PooledHttp2HandlerOptions } from "./PoolOptions.ts"
import { checkRegion, optionalUrl } from "./Settings.ts"
import { type WarmedOrigin } from "./WarmOrigin.ts"

export class BedrockTransport extends Context.Service<
  BedrockTransport,
  {
    readonly client: BedrockRuntimeClient
    readonly handler: PooledHttp2Handler
    /** Opens `sessions` connections and PINGs them; buys no token. Also runs signing once. */
    readonly warm: (sessions?: number) => Effect.Effect<WarmedOrigin, BedrockError>
  }
>()("@manga-assist/connections/BedrockTransport") {
  static readonly layerWith = (
    options: PooledHttp2HandlerOptions,
  ): Layer.Layer<BedrockTransport, Config.ConfigError> =>
    Layer.effect(
      BedrockTransport,
      Effect.suspend(() => make(options)),
    )

  static readonly layer: Layer.Layer<BedrockTransport, Config.ConfigError> =
    BedrockTransport.layerWith({})
}

const make = Effect.fnUntraced(function* (options: PooledHttp2HandlerOptions) {
  // Read by the SDK itself; here only checked, so that a typing error stops the start with its name.
  yield* optionalUrl("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", ["https:", "http:"])
  const credentials = yield* AwsCredentials
  const handler = yield* Effect.acquireRelease(
    Effect.sync(() => pooledHttp2Handler(options)),
    (owned) => Effect.sync(() => owned.destroy()),
  )
  const client = new BedrockRuntimeClient({
    requestHandler: handler,
    credentials,
    maxAttempts: 1,
  })
  yield* checkRegion(() => client.config.region())
  const warm = Effect.fn("BedrockTransport.warm")(function* (sessions?: number) {
    return yield* Effect.tryPromise({
      try: async () => handler.warm(await originOf(client), sessions),
      catch: bedrockError,
    })
  })
  return BedrockTransport.of({ client, handler, warm })
})

/** Prepares a request down to its signature, and reads off where it would go instead of sending it. */
const originOf = async (client: BedrockRuntimeClient): Promise<URL> => {
  let origin: URL | undefined
  const command = new ConverseStreamCommand({ modelId: "warm-up", messages: [] })
  command.middlewareStack.add(
    () => (args) => {
      const request = args.request
      if (HttpRequest.isInstance(request)) {
        const port = request.port === undefined ? "" : `:${request.port}`
        origin = new URL(`${request.protocol}//${request.hostname}${port}`)
      }
      return Promise.resolve({ response: {}, output: { stream: undefined, $metadata: {} } })
    },
    { step: "deserialize", priority: "high", name: "readOrigin" },
  )
  await client.send(command)
  if (origin === undefined) throw new Error("the SDK prepared no HTTP request")
  return origin
}

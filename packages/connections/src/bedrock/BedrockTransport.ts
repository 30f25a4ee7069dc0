/**
 * The Bedrock Runtime client and its pool, one of each, shared by chat, embeddings and warm-up.
 *
 * The SDK decides region, endpoint and credentials; chat and embeddings build and sign their requests themselves.
 * Closing the scope ends every session at once.
 */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { type Config, Context, Effect, Layer } from "effect"
import { AwsCredentials, sharedCredentials } from "../aws/SdkCredentials.ts"
import { bedrockEndpoint } from "./BedrockEndpoint.ts"
import { type BedrockError, bedrockError } from "./BedrockError.ts"
import { BedrockRequests } from "./BedrockRequests.ts"
import { type PooledHttp2Handler, pooledHttp2Handler } from "../http/PooledHttp2Handler.ts"
import type { PooledHttp2HandlerOptions } from "../pool/PoolOptions.ts"
import { RefreshedIdentity } from "../aws/RefreshedIdentity.ts"
import { checkRegion, checkEndpoint, wrongSetting } from "../requests/Settings.ts"
import type { WarmedOrigin } from "../pool/WarmOrigin.ts"

export class BedrockTransport extends Context.Service<
  BedrockTransport,
  {
    /** For other operations, over the same pool; it retries nothing. */
    readonly client: BedrockRuntimeClient
    readonly handler: PooledHttp2Handler
    readonly requests: BedrockRequests
    /**
     * Gets credentials, runs the code of a chat until it is compiled, opens `sessions` connections,
     * PINGs them and sends a few requests that cost nothing; buys no token. Fails when no chat could
     * succeed: no credentials, no connection, a signature that is refused.
     */
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

/** Requests on each session at the first warming; the first ones of a process are slow. */
const firstProbes = 4

const make = Effect.fnUntraced(function* (options: PooledHttp2HandlerOptions) {
  // Read by the SDK itself; here only checked, so that a typing error stops the start with its name.
  yield* checkEndpoint("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")
  const given = yield* AwsCredentials
  const credentials = sharedCredentials(given)
  const handler = yield* Effect.acquireRelease(
    Effect.sync(() => pooledHttp2Handler(options)),
    (owned) => Effect.sync(() => owned.destroy()),
  )
  const client = new BedrockRuntimeClient({ requestHandler: handler, credentials, maxAttempts: 1 })
  yield* checkRegion(() => client.config.region())
  const endpoint = yield* Effect.tryPromise({ try: bedrockEndpoint, catch: unresolved })
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      if (endpoint.authorisation instanceof RefreshedIdentity) endpoint.authorisation.stop()
      // The shared ones go on for the other services.
      if (credentials !== given) credentials.identity.stop()
    }),
  )
  const requests = new BedrockRequests(handler, endpoint, credentials)
  let probed = false
  const warm = Effect.fn("BedrockTransport.warm")(function* (sessions?: number) {
    return yield* Effect.tryPromise({
      try: async (signal) => {
        const [warmed] = await Promise.all([handler.warm(endpoint.url, sessions), requests.warm()])
        const rounds = probed ? 1 : firstProbes
        probed = true
        for (let round = 0; round < rounds; round++) {
          const probes = Array.from({ length: Math.max(1, warmed.sessions) }, () =>
            requests.probe(signal),
          )
          await Promise.all(probes)
        }
        return warmed
      },
      catch: bedrockError,
    })
  })
  return BedrockTransport.of({ client, handler, requests, warm })
})

const unresolved = (cause: unknown): Config.ConfigError =>
  wrongSetting(
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
    `cannot be resolved: ${bedrockError(cause).detail}`,
  )

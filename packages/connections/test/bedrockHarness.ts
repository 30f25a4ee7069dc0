/** Short ways to run Bedrock calls against a test server; the environment is set until the test ends. */
import { type AwsCredentialIdentityProvider } from "@smithy/types"
import { Cause, Effect, Exit, Layer } from "effect"
import { vi } from "vitest"
import { AwsCredentials } from "../src/aws/AwsCredentials.ts"
import { BedrockChat } from "../src/bedrock/BedrockChat.ts"
import type { ConverseRequest } from "../src/bedrock/ConverseRequest.ts"
import { BedrockEmbeddings } from "../src/bedrock/BedrockEmbeddings.ts"
import { BedrockError } from "../src/bedrock/BedrockError.ts"
import { BedrockTransport } from "../src/bedrock/BedrockTransport.ts"
import { type ConverseOutcome } from "../src/bedrock/ConverseReader.ts"
import { type PooledHttp2HandlerOptions } from "../src/pool/PoolOptions.ts"
import { cert } from "./certificate.ts"
import { onCleanup } from "./handlerHarness.ts"
import { type Exchange } from "./TestServer.ts"

export const request: ConverseRequest = {
  modelId: "jp.some.model-v1:0",
  system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
  messages: [{ role: "user", content: [{ text: "hi" }] }],
  inferenceConfig: { maxTokens: 100, temperature: 0 },
  firstEventMs: 2_000,
  gapMs: 2_000,
}

export interface RunOptions extends PooledHttp2HandlerOptions {
  /** Instead of a static key pair. */
  readonly credentials?: AwsCredentialIdentityProvider
}

/** The region and the address of Bedrock that are found in the environment until the test ends. */
export const bedrockAt = (url: string): void => {
  vi.stubEnv("AWS_REGION", "ap-northeast-1")
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", url)
  onCleanup(() => vi.unstubAllEnvs())
}

const keys = { accessKeyId: "local", secretAccessKey: "local-secret" }

export const run = <A, E>(
  server: { readonly origin: string },
  effect: Effect.Effect<A, E, BedrockChat | BedrockEmbeddings | BedrockTransport>,
  { credentials = () => Promise.resolve(keys), ...options }: RunOptions = {},
): Promise<Exit.Exit<A, E>> => {
  bedrockAt(server.origin)
  const layer = Layer.mergeAll(BedrockChat.layer, BedrockEmbeddings.layer).pipe(
    Layer.provideMerge(BedrockTransport.layerWith({ ca: cert, ...options })),
    Layer.provide(Layer.succeed(AwsCredentials, credentials)),
    Layer.orDie,
  )
  return Effect.runPromiseExit(effect.pipe(Effect.provide(layer)))
}

export const converse = (
  changes: Partial<ConverseRequest> = {},
  onText: (text: string) => void = () => {},
) => Effect.flatMap(BedrockChat, (chat) => chat.converse({ ...request, ...changes }, { onText }))

export const valueOf = <A>(exit: Exit.Exit<A, unknown>): A => {
  if (Exit.isSuccess(exit)) return exit.value
  throw Cause.squash(exit.cause)
}

export const outcomeOf = (exit: Exit.Exit<ConverseOutcome, BedrockError>): ConverseOutcome =>
  valueOf(exit)

export const errorOf = (exit: Exit.Exit<unknown, unknown>): BedrockError => {
  const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
  if (error instanceof BedrockError) return error
  throw new Error(`no BedrockError: ${String(error)}`)
}

/** Answers with these bytes and then does what `after` says; by default ends the stream. */
export const replying =
  (bytes: Buffer, after: (exchange: Exchange) => void = ({ response }) => response.end()) =>
  (exchange: Exchange) => {
    exchange.response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" })
    exchange.response.write(bytes, () => after(exchange))
  }

/** Refuses with an AWS error. */
export const refusing = (
  { response }: Exchange,
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { "x-amzn-errortype": type, ...headers })
  response.end(JSON.stringify({ message }))
}

export const headerOf = ({ response }: Exchange, name: string): string =>
  String(response.req.headers[name] ?? "")

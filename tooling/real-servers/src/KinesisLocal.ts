/**
 * Runs Kinesis for tests, over TLS with HTTP/2, from the npm package `kinesis-local`.
 *
 * Its certificate is self-signed, so clients must not verify it. It listens on all interfaces, which cannot be
 * configured.
 */
import { Effect, type Scope } from "effect"
import { createRequire } from "node:module"
import { dirname } from "node:path"
import { freePorts } from "./FreePorts.ts"
import { type RealServerError } from "./RealServerError.ts"
import { serverProcess } from "./ServerProcess.ts"

const require = createRequire(import.meta.url)

export interface KinesisServer {
  /** `https:`, HTTP/2 and HTTP/1.1. */
  readonly url: string
  /** `http:`, HTTP/1.1 only. */
  readonly plainUrl: string
}

export const kinesisServer: Effect.Effect<KinesisServer, RealServerError, Scope.Scope> = Effect.gen(
  function* () {
    const main = require.resolve("kinesis-local")
    const [tls = 0, plain = 0] = yield* freePorts(2)
    yield* serverProcess({
      name: "kinesis",
      command: process.execPath,
      args: [main],
      // It reads its certificate from the folder it is started in.
      folder: dirname(main),
      environment: { KINESIS_MOCK_TLS_PORT: `${tls}`, KINESIS_MOCK_PLAIN_PORT: `${plain}` },
      ready: { answers: `http://127.0.0.1:${plain}/healthcheck` },
    })
    return { url: `https://127.0.0.1:${tls}`, plainUrl: `http://127.0.0.1:${plain}` }
  },
)

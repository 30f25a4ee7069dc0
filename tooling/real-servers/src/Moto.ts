/**
 * Runs moto, an AWS mock written in Python, in server mode: DynamoDB, SQS, Kinesis, EC2 and more behind one HTTP/1.1
 * port.
 *
 * It keeps everything in memory and checks no signature.
 */
import { Effect, type Scope } from "effect"
import { freePort } from "./FreePorts.ts"
import { motoProgram } from "./Program.ts"
import { type RealServerError } from "./RealServerError.ts"
import { serverProcess } from "./ServerProcess.ts"

export interface HttpServer {
  readonly port: number
  readonly url: string
}

export const motoServer: Effect.Effect<HttpServer, RealServerError, Scope.Scope> = Effect.gen(
  function* () {
    const command = yield* motoProgram
    const port = yield* freePort
    yield* serverProcess({
      name: "moto",
      command,
      args: ["-H", "127.0.0.1", "-p", `${port}`],
      ready: { answers: `http://127.0.0.1:${port}/moto-api/` },
    })
    return { port, url: `http://127.0.0.1:${port}` }
  },
)

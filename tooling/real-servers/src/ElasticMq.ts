/**
 * Runs SQS for tests by ElasticMQ, a Java program. Queues live in memory.
 */
import { Effect, type Scope } from "effect"
import { writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { freePort } from "./FreePorts.ts"
import { mavenJars } from "./MavenJars.ts"
import { type HttpServer } from "./Moto.ts"
import { javaProgram } from "./Program.ts"
import { type RealServerError } from "./RealServerError.ts"
import { serverProcess } from "./ServerProcess.ts"
import { temporaryFolder } from "./TemporaryFolder.ts"

const project = join(import.meta.dirname, "../elasticmq/pom.xml")

const configuration = (port: number) => `
include classpath("application.conf")
node-address { protocol = http, host = "127.0.0.1", port = ${port}, context-path = "" }
rest-sqs { enabled = true, bind-hostname = "127.0.0.1", bind-port = ${port}, sqs-limits = strict }
rest-stats { enabled = false }
`

export const elasticMqServer: Effect.Effect<HttpServer, RealServerError, Scope.Scope> = Effect.gen(
  function* () {
    const java = yield* javaProgram
    const jars = yield* mavenJars("elasticmq", project, "elasticmq-1.6.11")
    const port = yield* freePort
    const file = join(yield* temporaryFolder("elasticmq"), "elasticmq.conf")
    writeFileSync(file, configuration(port))
    yield* serverProcess({
      name: "elasticmq",
      command: java,
      args: [
        "-Xmx256m",
        `-Dconfig.file=${file}`,
        "-cp",
        jars.join(delimiter),
        "org.elasticmq.server.Main",
      ],
      ready: { answers: `http://127.0.0.1:${port}/` },
    })
    return { port, url: `http://127.0.0.1:${port}` }
  },
)

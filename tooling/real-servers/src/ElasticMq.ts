/**
 * Runs SQS for tests by ElasticMQ, a Java program. Maven downloads its jars once into its local repository.
 *
 * Queues live in memory. The class path is stored beside `node_modules`, so later starts need no Maven.
 */
import { Effect, type Scope } from "effect"
import { execFile } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { freePort } from "./FreePorts.ts"
import { type HttpServer } from "./Moto.ts"
import { javaProgram, mavenProgram } from "./Program.ts"
import { RealServerError } from "./RealServerError.ts"
import { serverProcess } from "./ServerProcess.ts"
import { temporaryFolder } from "./TemporaryFolder.ts"

/** Maven Central at its slowest; about 40 MB. */
const downloadWithinMs = 300_000

const project = join(import.meta.dirname, "../elasticmq/pom.xml")
const cacheFolder = join(import.meta.dirname, "../../../node_modules/.cache/real-servers")

const kept = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined
  const classPath = readFileSync(file, "utf8").trim()
  // The local repository may have been emptied since.
  return classPath !== "" && classPath.split(delimiter).every((jar) => existsSync(jar))
    ? classPath
    : undefined
}

const cannotDownload = (detail: string) =>
  new RealServerError({ server: "elasticmq", reason: "cannot-download", detail })

const fetchJars = (maven: string, file: string) => {
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath"
  const args = ["-q", "-B", "-f", project, goal, `-Dmdep.outputFile=${file}`]
  return Effect.callback<void, RealServerError>((resume, signal) => {
    mkdirSync(cacheFolder, { recursive: true })
    execFile(maven, args, { signal, timeout: downloadWithinMs }, (cause, out, err) => {
      const detail = `${out}${err}`.slice(-800) || String(cause?.message)
      resume(cause === null ? Effect.void : Effect.fail(cannotDownload(detail)))
    })
  })
}

const classPath = Effect.gen(function* () {
  const file = join(cacheFolder, "elasticmq-1.6.11.classpath")
  const before = kept(file)
  if (before !== undefined) return before
  yield* fetchJars(yield* mavenProgram, file)
  return kept(file) ?? (yield* cannotDownload("Maven wrote no class path"))
})

const configuration = (port: number) => `
include classpath("application.conf")
node-address { protocol = http, host = "127.0.0.1", port = ${port}, context-path = "" }
rest-sqs { enabled = true, bind-hostname = "127.0.0.1", bind-port = ${port}, sqs-limits = strict }
rest-stats { enabled = false }
`

export const elasticMqServer: Effect.Effect<HttpServer, RealServerError, Scope.Scope> = Effect.gen(
  function* () {
    const java = yield* javaProgram
    const jars = yield* classPath
    const port = yield* freePort
    const file = join(yield* temporaryFolder("elasticmq"), "elasticmq.conf")
    writeFileSync(file, configuration(port))
    yield* serverProcess({
      name: "elasticmq",
      command: java,
      args: ["-Xmx256m", `-Dconfig.file=${file}`, "-cp", jars, "org.elasticmq.server.Main"],
      ready: { answers: `http://127.0.0.1:${port}/` },
    })
    return { port, url: `http://127.0.0.1:${port}` }
  },
)

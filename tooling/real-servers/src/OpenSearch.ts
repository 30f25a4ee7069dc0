/**
 * Runs OpenSearch with its k-NN plugin: one node, its data in a temporary folder. Maven downloads its jars once (about
 * 100 MB) into its local repository, and what is compiled is stored beside `node_modules`.
 *
 * The plugin's native library is in no repository of Maven. So vectors are compared one by one, also in an index of the
 * engine faiss: the nearest are found exactly, and no graph is tested.
 */
import { Effect, type Scope } from "effect"
import { createHash } from "node:crypto"
import { existsSync, globSync, mkdirSync, readFileSync, renameSync } from "node:fs"
import { delimiter, join } from "node:path"
import { freePort } from "./FreePorts.ts"
import { cacheFolder, mavenJars, runProgram } from "./MavenJars.ts"
import { type HttpServer } from "./Moto.ts"
import { javaDevelopmentKit } from "./Program.ts"
import { RealServerError } from "./RealServerError.ts"
import { serverProcess } from "./ServerProcess.ts"
import { temporaryFolder } from "./TemporaryFolder.ts"

const name = "opensearch"
const project = join(import.meta.dirname, "../opensearch")

/** What OpenSearch 3 needs. */
const leastJava = 21

const failed = (detail: string) =>
  new RealServerError({ server: name, reason: "did-not-start", detail })

/** What is stored is of these sources alone. */
const versionOf = (files: ReadonlyArray<string>): string => {
  const hash = createHash("sha256")
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest("hex").slice(0, 12)
}

/** Another process may have made the same meanwhile. */
const moveTo = (folder: string, made: string): void => {
  try {
    renameSync(made, folder)
  } catch (cause) {
    if (!existsSync(folder)) throw cause
  }
}

/** The class path: what is compiled here first, then the jars, then those of the plugin's zip. */
const built = Effect.fnUntraced(function* (
  jdk: string,
): Effect.fn.Return<string, RealServerError, Scope.Scope> {
  const pom = join(project, "pom.xml")
  const sources = globSync(join(project, "java/**/*.java")).toSorted()
  const version = `${name}-${versionOf([pom, ...sources])}`
  const files = yield* mavenJars(name, pom, version)
  const jars = files.filter((file) => file.endsWith(".jar"))
  const zip = files.find((file) => file.endsWith(".zip"))
  if (zip === undefined) return yield* failed("Maven found no zip of the k-NN plugin")
  const folder = join(cacheFolder, version)
  if (!existsSync(folder)) {
    const work = yield* temporaryFolder("building", cacheFolder)
    const made = join(work, version)
    const plugin = join(made, "plugin")
    mkdirSync(plugin, { recursive: true })
    yield* runProgram(name, "did-not-start", join(jdk, "bin/jar"), ["xf", zip], plugin)
    const options = [`--release=${leastJava}`, "-nowarn", "-d", join(made, "classes")]
    const compiled = ["-cp", jars.join(delimiter), ...sources]
    const compiler = join(jdk, "bin/javac")
    yield* runProgram(name, "did-not-start", compiler, [...options, ...compiled])
    moveTo(folder, made)
  }
  return [join(folder, "classes"), ...jars, join(folder, "plugin/*")].join(delimiter)
}, Effect.scoped)

/** Without it, an index of the engine faiss would load the native library when it is first written to disk. */
const withoutGraphs = (url: string) =>
  Effect.tryPromise({
    try: (signal) =>
      fetch(`${url}/_index_template/without-graphs`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          index_patterns: ["*"],
          template: { settings: { "index.knn.advanced.approximate_threshold": -1 } },
        }),
        signal,
      }),
    catch: (cause) => failed(`no index template: ${String(cause)}`),
  }).pipe(
    Effect.filterOrFail(
      ({ ok }) => ok,
      ({ status }) => failed(`an index template was answered with ${status}`),
    ),
    Effect.timeoutOrElse({
      duration: 10_000,
      orElse: () => Effect.fail(failed("no index template within 10 s")),
    }),
  )

const javaOptions = [
  "-Xms512m",
  "-Xmx512m",
  "-XX:+ExitOnOutOfMemoryError",
  // It is there in half the time, and a test's index is small.
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "--enable-native-access=ALL-UNNAMED",
  "--add-modules=jdk.incubator.vector",
]

export const openSearchServer: Effect.Effect<HttpServer, RealServerError, Scope.Scope> = Effect.gen(
  function* () {
    const jdk = yield* javaDevelopmentKit(name, leastJava)
    const classPath = yield* built(jdk)
    const port = yield* freePort
    const url = `http://127.0.0.1:${port}`
    const folder = yield* temporaryFolder(name)
    yield* serverProcess({
      name,
      command: join(jdk, "bin/java"),
      args: [...javaOptions, "-cp", classPath, "SearchNode", folder, `${port}`],
      ready: { writes: "the node listens" },
    })
    yield* withoutGraphs(url)
    return { port, url }
  },
)

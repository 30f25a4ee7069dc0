/**
 * Fetches the jars of a Java program with Maven, which downloads them once into its local repository. The class path is stored
 * beside `node_modules`, so later starts need no Maven.
 */
import { Effect } from "effect"
import { execFile } from "node:child_process"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { mavenProgram } from "./Program.ts"
import { RealServerError } from "./RealServerError.ts"

/** Maven Central at its slowest; at most 100 MB. */
const downloadWithinMs = 300_000

export const cacheFolder = join(import.meta.dirname, "../../../node_modules/.cache/real-servers")

const kept = (file: string): ReadonlyArray<string> => {
  if (!existsSync(file)) return []
  const jars = readFileSync(file, "utf8").trim().split(delimiter)
  // The local repository may have been emptied since.
  return jars.every((jar) => existsSync(jar)) ? jars : []
}

/** Ends when the program ends; its failure is the last that it wrote. */
export const runProgram = (
  server: string,
  reason: RealServerError["reason"],
  program: string,
  args: ReadonlyArray<string>,
  folder?: string,
) =>
  Effect.callback<void, RealServerError>((resume, signal) => {
    const options = { signal, timeout: downloadWithinMs, cwd: folder }
    execFile(program, args, options, (cause, out, err) => {
      const detail = `${out}${err}`.slice(-800) || String(cause?.message)
      resume(
        cause === null ? Effect.void : Effect.fail(new RealServerError({ server, reason, detail })),
      )
    })
  })

/** Files of the class path. `pom`: the Maven project that depends on them. `name`: of the stored class path. */
export const mavenJars = Effect.fnUntraced(function* (
  server: string,
  pom: string,
  name: string,
): Effect.fn.Return<ReadonlyArray<string>, RealServerError> {
  const file = join(cacheFolder, `${name}.classpath`)
  const before = kept(file)
  if (before.length > 0) return before
  const maven = yield* mavenProgram(server)
  mkdirSync(cacheFolder, { recursive: true })
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath"
  const args = ["-q", "-B", "-f", pom, goal, `-Dmdep.outputFile=${file}`]
  yield* runProgram(server, "cannot-download", maven, args)
  const jars = kept(file)
  if (jars.length > 0) return jars
  const detail = "Maven wrote no class path"
  return yield* new RealServerError({ server, reason: "cannot-download", detail })
})

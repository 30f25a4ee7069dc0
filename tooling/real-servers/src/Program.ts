/** Finds a program on this machine; if it is missing, the error names the package that has it. */
import { Effect } from "effect"
import { accessSync, constants, readdirSync } from "node:fs"
import { delimiter, join } from "node:path"
import { RealServerError } from "./RealServerError.ts"

const executable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const onPath = (name: string): ReadonlyArray<string> =>
  (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name))

const jvmFolder = "/usr/lib/jvm"

/** JDKs that are installed but not on the PATH. */
const jdks = (): ReadonlyArray<string> => {
  try {
    return readdirSync(jvmFolder).map((name) => join(jvmFolder, name, "bin", "java"))
  } catch {
    return []
  }
}

const find = (server: string, candidates: ReadonlyArray<string>, howToGet: string) => {
  const file = candidates.find(executable)
  return file === undefined
    ? Effect.fail(new RealServerError({ server, reason: "missing-program", detail: howToGet }))
    : Effect.succeed(file)
}

export const redisProgram = Effect.suspend(() =>
  find(
    "redis",
    [...onPath("redis-server"), ...onPath("valkey-server")],
    "neither redis-server nor valkey-server is on the PATH; install the Debian package redis-server",
  ),
)

export const motoProgram = Effect.suspend(() =>
  find(
    "moto",
    onPath("moto_server"),
    "moto_server is not on the PATH; install the Debian packages python3-moto and python3-flask-cors",
  ),
)

export const javaProgram = Effect.suspend(() =>
  find(
    "elasticmq",
    [join(process.env["JAVA_HOME"] ?? "/nowhere", "bin", "java"), ...onPath("java"), ...jdks()],
    "no java; install the Debian package default-jre-headless (17 or newer)",
  ),
)

export const mavenProgram = Effect.suspend(() =>
  find("elasticmq", onPath("mvn"), "mvn is not on the PATH; install the Debian package maven"),
)

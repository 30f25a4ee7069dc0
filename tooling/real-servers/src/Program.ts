/** Finds a program on this machine; if it is missing, the error names the package that has it. */
import { Effect } from "effect"
import { accessSync, constants, globSync } from "node:fs"
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

/** `candidates`: names on the PATH, or patterns of whole paths. */
const find = (server: string, howToGet: string, ...candidates: ReadonlyArray<string>) =>
  Effect.suspend(() => {
    const folders = (process.env["PATH"] ?? "").split(delimiter)
    const file = candidates
      .flatMap((name) =>
        name.includes("/") ? globSync(name) : folders.map((folder) => join(folder, name)),
      )
      .find(executable)
    return file === undefined
      ? Effect.fail(new RealServerError({ server, reason: "missing-program", detail: howToGet }))
      : Effect.succeed(file)
  })

export const redisProgram = find(
  "redis",
  "neither redis-server nor valkey-server is on the PATH; install the Debian package redis-server",
  "redis-server",
  "valkey-server",
)

export const motoProgram = find(
  "moto",
  "moto_server is not on the PATH; install the Debian packages python3-moto and python3-flask-cors",
  "moto_server",
)

export const javaProgram = find(
  "elasticmq",
  "no java; install the Debian package default-jre-headless (17 or newer)",
  `${process.env["JAVA_HOME"] ?? "/nowhere"}/bin/java`,
  "java",
  // JDKs that are installed but not on the PATH.
  "/usr/lib/jvm/*/bin/java",
)

export const mavenProgram = find(
  "elasticmq",
  "mvn is not on the PATH; install the Debian package maven",
  "mvn",
)

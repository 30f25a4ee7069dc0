/** Finds a program on this machine; if it is missing, the error names the package that has it. */
import { Effect } from "effect"
import { accessSync, constants, existsSync, globSync, readFileSync, realpathSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { RealServerError } from "./RealServerError.ts"

const executable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const missing = (server: string, detail: string) =>
  Effect.fail(new RealServerError({ server, reason: "missing-program", detail }))

const onPath = (name: string): ReadonlyArray<string> =>
  (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name))

/** `candidates`: names on the PATH, or patterns of whole paths. */
const find = (server: string, howToGet: string, ...candidates: ReadonlyArray<string>) =>
  Effect.suspend(() => {
    const file = candidates
      .flatMap((name) => (name.includes("/") ? globSync(name) : onPath(name)))
      .find(executable)
    return file === undefined ? missing(server, howToGet) : Effect.succeed(file)
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

export const mavenProgram = (server: string) =>
  find(server, "mvn is not on the PATH; install the Debian package maven", "mvn")

/** Every JDK writes its version into a file of its folder. */
const javaVersion = (folder: string): number => {
  const file = join(folder, "release")
  const [, version] = existsSync(file)
    ? (/^JAVA_VERSION="(\d+)/mu.exec(readFileSync(file, "utf8")) ?? [])
    : []
  return Number(version ?? 0)
}

/** The folder of a JDK of that version or newer: that of `JAVA_HOME`, of the PATH, or one that is installed beside it. */
export const javaDevelopmentKit = (server: string, version: number) =>
  Effect.suspend(() => {
    const compilers = [
      join(process.env["JAVA_HOME"] ?? "/nowhere", "bin/javac"),
      ...onPath("javac"),
      ...globSync("/usr/lib/jvm/*/bin/javac"),
    ]
    const found = compilers
      .filter(executable)
      .map((compiler) => dirname(dirname(realpathSync(compiler))))
      .find((folder) => javaVersion(folder) >= version)
    return found === undefined
      ? missing(
          server,
          `no JDK of ${version} or newer; install the Debian package openjdk-${version}-jdk-headless`,
        )
      : Effect.succeed(found)
  })

/**
 * Stores the environment of the running stack in a file for commands in another terminal: `environment` in its data
 * folder, readable by its user alone, present while the emulators run.
 *
 * A file left by a killed stack names a dead process and is ignored.
 */
import { Effect, type Scope } from "effect"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { readAssignment } from "./Environment.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** Each of them says which store is meant: the file's is not then. */
const ofAnotherStore = ["OPENSEARCH_URL", "REDIS_URL", "AWS_ENDPOINT_URL_DYNAMODB"]

export const environmentFile = (environment: Environment): string =>
  join(environment.DATA_DIR || ".data", "environment")

const writeOwn = (file: string, names: ReadonlyMap<string, string>): void => {
  rmSync(file, { force: true })
  const lines = [...names].map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(file, `# process ${process.pid}\n${lines.join("")}`, { mode: 0o600, flag: "wx" })
}

/** Until the scope closes. Never fails; `note` hears why there is none. */
export const leaveEnvironment = (
  environment: Environment,
  names: ReadonlyMap<string, string>,
  note: (line: string) => void,
): Effect.Effect<void, never, Scope.Scope> => {
  const file = environmentFile(environment)
  return Effect.acquireRelease(
    Effect.try({ try: () => writeOwn(file, names), catch: String }).pipe(
      Effect.catch((why) =>
        Effect.sync(() => note(`commands in other terminals must be told where it is: ${why}`)),
      ),
    ),
    () => Effect.sync(() => rmSync(file, { force: true })),
  )
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    // Somebody else's process is one all the same.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}

/** The names of the stack that runs here; undefined where none does, or where `environment` names a store itself. */
export const runningEnvironment = (
  environment: Environment,
): ReadonlyMap<string, string> | undefined => {
  if (ofAnotherStore.some((name) => environment[name])) return undefined
  try {
    const text = readFileSync(environmentFile(environment), "utf8")
    const pid = /^# process (\d+)$/mu.exec(text)?.[1]
    if (pid === undefined || !isAlive(Number(pid))) return undefined
    const names = new Map<string, string>()
    for (const line of text.split("\n")) {
      const assignment = readAssignment(line)
      if (assignment !== undefined) names.set(...assignment)
    }
    return names
  } catch {
    return undefined
  }
}

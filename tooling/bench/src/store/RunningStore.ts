/**
 * Starts the store on loopback: the emulated services in one process, the orchestrator in another on a core of its own.
 * There is no precompute worker, so that intended misses are misses.
 *
 * The data folder can be reused within a run, so that the catalogue is seeded once.
 */
import { once } from "node:events"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { lookUntil } from "../measure/LookUntil.ts"
import { spawnPinned } from "../process/PinnedProcess.ts"

/** Whose programs are started unless another checkout of the repository is named. */
let ownCheckout = fileURLToPath(new URL("../../../..", import.meta.url))

/** From now on the programs of another revision are started, and driven over the protocol. */
export const useCheckout = (folder: string): void => {
  ownCheckout = path.resolve(folder)
}

export const programOf = (file: string): string => path.join(ownCheckout, file)

const startWithinMs = 90_000

export const startProgram = (
  file: string,
  core: number,
  flags: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>>,
) => {
  const child = spawnPinned(core, [process.execPath, file, ...flags], environment)
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: string) => {
      output = (output + text).slice(-50_000)
    })
  }
  const [ended, closed] = [once(child, "exit"), once(child, "close")]
  return {
    id: child.pid ?? 0,
    /** One that has ended hears nothing. */
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
    /** Absent while it runs, and where a signal ended it. */
    exitCode: () => child.exitCode ?? undefined,
    /** What it wrote until its end. */
    ended: closed.then(() => output),
    /** Everything written up to and including the line that matches. */
    until: async (pattern: RegExp): Promise<string> => {
      const hasEnded = () => child.exitCode !== null || child.signalCode !== null
      const look = () => hasEnded() || pattern.test(output)
      await lookUntil(look, Boolean, { everyMs: 10, withinMs: startWithinMs })
      if (pattern.test(output)) return output
      throw new Error(`${file} ${hasEnded() ? "ended" : "is late"}, no ${pattern}:\n${output}`)
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM")
      await ended
    },
  }
}

/** The emulated services alone. Their change feed has to speak through the Redis that the server hears. */
export const startServices = async (
  dataFolder: string,
  flags: ReadonlyArray<string>,
  redisUrl?: string,
  core = 1,
) => {
  const services = startProgram(programOf("tooling/local-aws/src/main.ts"), core, flags, {
    DATA_DIR: dataFolder,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  })
  const lines = (await services.until(/^ready$/mu)).split("\n")
  /** What they said that others must have in their environment. */
  const environment: Readonly<Record<string, string>> = Object.fromEntries(
    lines.flatMap((line) => {
      const equals = /^[A-Z][A-Z0-9_]*=/u.exec(line)?.[0].length
      return equals === undefined ? [] : [[line.slice(0, equals - 1), line.slice(equals)]]
    }),
  )
  return { ...services, admin: environment["ADMIN_URL"] ?? "", environment }
}
export type RunningServices = Awaited<ReturnType<typeof startServices>>

export interface ServerOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Another program than the orchestrator's own. */
  readonly file?: string
  /** 0 unless given. */
  readonly core?: number
}

/** Thousands of customers come from one address here. */
export const unlimited = {
  RATE_LIMIT_PER_MINUTE: "1000000",
  ADDRESS_SOCKETS: "1000000",
  ADDRESS_OPENS_PER_MINUTE: "100000000",
  ADDRESS_SESSIONS_PER_MINUTE: "100000000",
  ADDRESS_DRAFTS_PER_SECOND: "1000000",
  ADDRESS_FRAMES_PER_SECOND: "1000000",
  ADDRESS_KIB_PER_SECOND: "1000000",
  ADDRESS_READING_PERCENT: "100",
}

/** A server over services that run, from its first moment on. */
export const launchServer = (
  services: Pick<RunningServices, "environment">,
  dataFolder: string,
  { core = 0, environment = {}, file }: ServerOptions = {},
) =>
  startProgram(file ?? programOf("apps/orchestrator/src/main.ts"), core, [], {
    ...services.environment,
    PORT: "0",
    HOST: "127.0.0.1",
    DATA_DIR: dataFolder,
    ...unlimited,
    ...environment,
  })

/** A server over services that run, once it is ready. */
export const startServer = async (...how: Parameters<typeof launchServer>) => {
  const server = launchServer(...how)
  const said = await server.until(/^listening /mu)
  const told = (pattern: RegExp) => pattern.exec(said)?.[1]
  const url = told(/^listening (http:\S+)$/mu) ?? ""
  const ready = await lookUntil(
    () => fetch(`${url}/readyz`),
    ({ ok }) => ok,
    { everyMs: 50, withinMs: startWithinMs },
  )
  if (!ready.ok) throw new Error("the store did not become ready")
  return {
    ...server,
    serverId: server.id,
    url,
    /** Where its metrics are. */
    operator: told(/^operator (http:\S+)$/mu) ?? "",
    /** Where it was started with `NODE_OPTIONS=--inspect=…`. */
    inspector: told(/^Debugger listening on (ws:\S+)$/mu),
    /** Everything it wrote until it listened. */
    said,
  }
}

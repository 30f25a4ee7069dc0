/**
 * Runs one server as a child process: waits until it reports ready, and kills it when the scope closes.
 *
 * It has its own process group. If this process dies without closing its scopes, even by SIGKILL, a watcher sees its
 * pipe break and kills the group.
 */
import { Effect, Schedule, type Scope } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { RealServerError } from "./RealServerError.ts"

export interface ServerSpec {
  readonly name: string
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** A line that the server writes when it is ready, or a URL that it then answers. */
  readonly ready: { readonly writes: string } | { readonly answers: string }
}

export interface ServerProcess {
  readonly pid: number
  /** `SIGSTOP` makes it fall silent with its sockets open, `SIGCONT` wakes it. */
  readonly signal: (name: NodeJS.Signals) => Effect.Effect<void>
}

const readyWithinMs = 60_000

/** Of what a server writes, the end is kept to say why it did not start. */
const keptCharacters = 64_000

const isGone = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

const signalGroup = (pid: number, name: NodeJS.Signals): void => {
  if (pid === 0) return
  try {
    process.kill(-pid, name)
  } catch {
    // No such group: nothing is left of it.
  }
}

const kill = (child: ChildProcess) =>
  Effect.suspend(() => {
    if (isGone(child)) return Effect.void
    const gone = once(child, "exit")
    signalGroup(child.pid ?? 0, "SIGKILL")
    return Effect.asVoid(Effect.promise(() => gone))
  })

/** Reads a pipe that only this process holds: at its end this process is gone. */
const watch = (child: ChildProcess, pid: number): void => {
  const watcher = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "-$1"', "sh", `${pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  })
  watcher.once("error", () => {})
  watcher.unref()
  child.once("exit", () => watcher.kill("SIGKILL"))
}

const launch = (spec: ServerSpec) => {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.folder,
    env: { ...process.env, ...spec.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  if (child.pid !== undefined) watch(child, child.pid)
  return child
}

/** Succeeds when the server writes the line; fails when it ends. Without a line it only fails. */
const untilWrites = (child: ChildProcess, spec: ServerSpec) =>
  Effect.callback<void, RealServerError>((resume) => {
    let output = ""
    const fail = (detail: string) =>
      resume(
        Effect.fail(new RealServerError({ server: spec.name, reason: "did-not-start", detail })),
      )
    // Reading goes on after the start: a full pipe would stop the server.
    const onData = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptCharacters)
      if ("writes" in spec.ready && output.includes(spec.ready.writes)) resume(Effect.void)
    }
    child.stdout?.on("data", onData)
    child.stderr?.on("data", onData)
    child.once("error", (cause) => fail(cause.message))
    child.once("exit", (code, signal) =>
      fail(`ended with ${signal ?? code}: ${output.slice(-800)}`),
    )
  })

/** Any answer of HTTP counts. */
const untilAnswers = (url: string) =>
  Effect.tryPromise((signal) => fetch(url, { signal })).pipe(
    Effect.retry(Schedule.spaced(50)),
    // It is asked again for as long as the caller waits.
    Effect.ignore,
  )

const untilReady = (child: ChildProcess, spec: ServerSpec) => {
  const written = untilWrites(child, spec)
  return "answers" in spec.ready
    ? Effect.raceFirst(written, untilAnswers(spec.ready.answers))
    : written
}

export const serverProcess = (
  spec: ServerSpec,
): Effect.Effect<ServerProcess, RealServerError, Scope.Scope> => {
  return Effect.acquireRelease(
    Effect.sync(() => launch(spec)),
    kill,
  ).pipe(
    Effect.tap((child) => untilReady(child, spec)),
    Effect.timeoutOrElse({
      duration: readyWithinMs,
      orElse: () =>
        Effect.fail(
          new RealServerError({
            server: spec.name,
            reason: "did-not-start",
            detail: `not ready after ${readyWithinMs} ms`,
          }),
        ),
    }),
    Effect.map((child) => ({
      pid: child.pid ?? 0,
      signal: (name) =>
        Effect.sync(() => {
          if (!isGone(child)) signalGroup(child.pid ?? 0, name)
        }),
    })),
  )
}

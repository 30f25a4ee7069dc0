/**
 * Runs one child process in a process group of its own: passes on its output lines, reports its exit, and stops it.
 *
 * Closing the scope sends SIGTERM, waits `graceMs`, then kills the whole group, so that nothing a child started
 * outlives it. Only the supervisor handles Ctrl-C.
 */
import { spawn, type ChildProcess } from "node:child_process"
import { constants } from "node:os"
import { createInterface } from "node:readline"
import { Deferred, Effect, type Scope } from "effect"

export interface ChildSpec {
  readonly name: string
  /** Absolute path of the TypeScript file to run with this same Node. */
  readonly script: string
  readonly args: ReadonlyArray<string>
  readonly nodeArgs?: ReadonlyArray<string>
  readonly environment: Record<string, string | undefined>
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number
  readonly onOut: (line: string) => void
  readonly onErr: (line: string) => void
}

interface ChildEnd {
  readonly name: string
  /** As a shell would say it: the exit code, or 128 + the number of the signal. */
  readonly code: number
  readonly detail: string
}

export interface Child {
  readonly name: string
  readonly pid: number | undefined
  /** Resolves once the process ended and its last lines were handed over. */
  readonly ended: Effect.Effect<ChildEnd>
}

/** Output may stay open in a grandchild after the end; last lines are waited for this long. */
const lastLinesMs = 500

const living = new Set<ChildProcess>()

const killGroup = (child: ChildProcess): void => {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, "SIGKILL")
  } catch {
    // No such group: nothing is left of it.
  }
}

/** Kills every child and all it started, at once; for the second signal and for our own crash. */
export const killAll = (): void => {
  for (const child of living) killGroup(child)
}

const endOf = (name: string, code: number | null, signal: NodeJS.Signals | null): ChildEnd =>
  signal === null
    ? { name, code: code ?? 1, detail: `code ${code ?? 1}` }
    : { name, code: 128 + constants.signals[signal], detail: signal }

const launch = (spec: ChildSpec): { readonly process: ChildProcess; readonly child: Child } => {
  const process_ = spawn(process.execPath, [...(spec.nodeArgs ?? []), spec.script, ...spec.args], {
    env: spec.environment,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  })
  living.add(process_)
  const ended = Deferred.makeUnsafe<ChildEnd>()
  const settle = (end: ChildEnd) => {
    living.delete(process_)
    killGroup(process_)
    Deferred.doneUnsafe(ended, Effect.succeed(end))
  }
  for (const [stream, onLine] of [
    [process_.stdout, spec.onOut],
    [process_.stderr, spec.onErr],
  ] as const) {
    if (stream !== null) createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine)
  }
  process_.once("error", (cause) => {
    if (process_.pid === undefined) settle({ name: spec.name, code: 127, detail: cause.message })
  })
  process_.once("exit", (code, signal) => {
    const end = endOf(spec.name, code, signal)
    const timer = setTimeout(() => settle(end), lastLinesMs)
    process_.once("close", () => {
      clearTimeout(timer)
      settle(end)
    })
  })
  return {
    process: process_,
    child: { name: spec.name, pid: process_.pid, ended: Deferred.await(ended) },
  }
}

/** Starts the child; it is stopped when the scope closes, however it closes. */
export const startChild = (spec: ChildSpec): Effect.Effect<Child, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => launch(spec)),
    Effect.fnUntraced(function* (started) {
      const { process: child } = started
      if (!living.has(child)) return
      child.kill("SIGTERM")
      const gone = started.child.ended.pipe(Effect.timeoutOption(spec.graceMs))
      if ((yield* gone)._tag === "Some") return
      spec.onErr(`did not stop within ${spec.graceMs} ms and is killed`)
      killGroup(child)
      yield* started.child.ended.pipe(Effect.timeoutOption(2000))
    }),
  ).pipe(Effect.map(({ child }) => child))

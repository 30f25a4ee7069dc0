/**
 * Starts a benchmark's child processes, each pinned to a core (by `taskset` where available), and calls their functions
 * over IPC. They end with this process: their channel closes, and `killProcesses` runs on exit.
 *
 * `adoptProcess` adds a child that was started elsewhere and ends it with this process.
 */
import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from "node:child_process"
import { cpus } from "node:os"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { type CallMessage, type Calls, type ReplyMessage } from "./AnswerCalls.ts"

type Method<C extends Calls> = keyof C & string

/** Ends with what uses it: by `kill`, or where `await using` is over. */
export interface PinnedProcess<C extends Calls> extends AsyncDisposable {
  readonly id: number
  /** Rejects with what the child threw, when it ended, or when it took two minutes. */
  readonly call: <M extends Method<C>>(
    method: M,
    ...argument: Parameters<C[M]>
  ) => Promise<Awaited<ReturnType<C[M]>>>
  readonly kill: () => Promise<void>
}

export interface PinnedProcessOptions {
  /** From 0; programs of one measurement stand on different ones. */
  readonly core: number
  readonly environment?: Readonly<Record<string, string>>
  readonly nodeOptions?: ReadonlyArray<string>
  readonly parameters?: ReadonlyArray<string>
}

/** Each with how it is ended. */
const running = new Map<number, { readonly child: ChildProcess; readonly signal: NodeJS.Signals }>()

/**
 * A child that was started elsewhere is ended with us. One with children of its own has to hear a signal that it can
 * act upon, or they stay.
 */
export const adoptProcess = (child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void => {
  const { pid } = child
  if (pid === undefined) return
  running.set(pid, { child, signal })
  child.once("exit", () => running.delete(pid))
}

export const killProcesses = (): void => {
  for (const { child, signal } of running.values()) child.kill(signal)
}

let pinning: boolean | undefined

/** Whether processes can be bound to a core here. */
export const canPin = (): boolean => {
  pinning ??= cpus().length > 1 && spawnSync("taskset", ["-c", "0", "true"]).status === 0
  return pinning
}

const pinned = (core: number, command: ReadonlyArray<string>): readonly [string, Array<string>] => {
  const [program = "", ...rest] = canPin() ? ["taskset", "-c", String(core), ...command] : command
  return [program, rest]
}

/** Any program on a core of its own, whose words are read; it ends with us. */
export const spawnPinned = (
  core: number,
  command: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>> = {},
): ChildProcessByStdio<null, Readable, Readable> => {
  const env = { ...process.env, NO_COLOR: "1", ...environment }
  const child = spawn(...pinned(core, command), { env, stdio: ["ignore", "pipe", "pipe"] })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8")
  adoptProcess(child)
  return child
}

const callWithinMs = 120_000

/** Starts `file`, which must call `answerCalls`; resolves when it is ready. */
export const startProcess = async <C extends Calls>(
  file: string,
  { core, environment = {}, nodeOptions = [], parameters = [] }: PinnedProcessOptions,
): Promise<PinnedProcess<C>> => {
  const node = [process.execPath, ...nodeOptions, fileURLToPath(file), ...parameters]
  const child = spawn(...pinned(core, node), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, ...environment },
  })
  adoptProcess(child)
  const pending = new Map<number, PromiseWithResolvers<unknown>>()
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  let over: Error | undefined
  const end = (error: Error) => {
    over ??= error
    ready.reject(over)
    for (const { reject } of pending.values()) reject(over)
    ended.resolve()
  }
  child.once("error", end)
  child.once("exit", (code, signal) => {
    end(new Error(`${file} ended (${signal ?? `exit code ${code}`})`))
  })
  child.on("message", (message) => {
    const reply = message as ReplyMessage // Only our own children speak on this channel.
    if (reply.type === "ready") ready.resolve()
    else if (reply.type === "done") pending.get(reply.id)?.resolve(reply.value)
    else pending.get(reply.id)?.reject(new Error(reply.message))
  })
  let ids = 0
  const call: PinnedProcess<C>["call"] = async (method, ...[argument]) => {
    if (over !== undefined) throw over
    const id = ids++
    const waiting = Promise.withResolvers<unknown>()
    pending.set(id, waiting)
    const timer = setTimeout(() => {
      waiting.reject(new Error(`${method} took longer than ${callWithinMs} ms`))
    }, callWithinMs)
    child.send({ id, method, argument } satisfies CallMessage, (error) => {
      if (error !== null) waiting.reject(error)
    })
    try {
      return (await waiting.promise) as never // The type is that of the child's own table of calls.
    } finally {
      clearTimeout(timer)
      pending.delete(id)
    }
  }
  await ready.promise
  const kill = async () => {
    child.kill("SIGKILL")
    await ended.promise
  }
  return { id: child.pid ?? 0, call, kill, [Symbol.asyncDispose]: kill }
}

/**
 * Finds a `redis-server` or `valkey-server` on the PATH and runs it for this process. It keeps no data on disk, listens
 * on a private socket behind `RedisProxy.ts`, and is started again if it dies.
 *
 * It ends with this process: on close, and by a watcher that sees its pipe break when this process is killed.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { performance } from "node:perf_hooks"
import { setTimeout as sleep } from "node:timers/promises"
import { startRedisProxy } from "./RedisProxy.ts"
import { type RunningService, type ServiceContext } from "@manga-assist/bedrock-emulator/services"

const programs = ["redis-server", "valkey-server"]
const startDeadlineMs = 10_000
const stopDeadlineMs = 3_000
/** Before a server that died is started again: long enough for clients to notice. */
const restartPauseMs = 500

/** The program's path, or `undefined` when neither is on the PATH. */
export const findRedis = (path: string): string | undefined =>
  programs
    .flatMap((program) => path.split(delimiter).map((folder) => join(folder, program)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

interface Options {
  readonly context: ServiceContext
  readonly program: string
  readonly host: string
  readonly port: number
}

/** Rejects when the program does not come up in 10 s. One that dies later is started again. */
export const startRedis = async (options: Options): Promise<RunningService> => {
  const folder = mkdtempSync(join(tmpdir(), "manga-redis-"))
  const path = join(folder, "redis.sock")
  let closing = false
  let server = launch(options.program, folder, path)
  const keepAlive = () => {
    void server.exited.then(async () => {
      if (closing) return
      await sleep(restartPauseMs)
      if (closing) return
      server = launch(options.program, folder, path)
      keepAlive()
    })
  }
  const stop = async () => {
    closing = true
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await ready(server.child, path)
    const proxy = await startRedisProxy({ ...options, path })
    keepAlive()
    return {
      environment: proxy.environment,
      close: async () => {
        await proxy.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const launch = (program: string, folder: string, path: string) => {
  const settings = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
  const nothingOnDisk = ["--save", "", "--appendonly", "no", "--dir", folder]
  const child = spawn(program, [...settings, ...nothingOnDisk], {
    stdio: ["ignore", "ignore", "ignore"],
    detached: true,
  })
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve())
    child.once("error", () => resolve())
  })
  const watcher = watch(child, folder)
  const stop = async () => {
    // First the watcher: once the child is gone its id may belong to another.
    watcher?.kill("SIGKILL")
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    child.kill("SIGTERM")
    const timer = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs)
    await exited
    clearTimeout(timer)
  }
  return { child, exited, stop }
}

/** Reads a pipe that only this process holds; it breaks however this process ends. */
const watch = (child: ChildProcess, folder: string): ChildProcess | undefined => {
  if (child.pid === undefined) return undefined
  const watcher = spawn(
    "sh",
    ["-c", 'cat >/dev/null; kill "$1" 2>/dev/null; rm -rf "$2"', "sh", String(child.pid), folder],
    {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    },
  )
  watcher.on("error", () => undefined)
  watcher.stdin?.on("error", () => undefined)
  child.once("exit", () => watcher.kill("SIGKILL"))
  return watcher
}

const ready = async (child: ChildProcess, path: string): Promise<void> => {
  const deadline = performance.now() + startDeadlineMs
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`redis: ${child.spawnfile} ended before it answered`)
    }
    if (await answers(path)) return
    await sleep(20)
  }
  throw new Error(`redis: ${child.spawnfile} did not answer within ${startDeadlineMs} ms`)
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ path }, () => socket.write("PING\r\n"))
    const finish = (up: boolean) => {
      socket.destroy()
      resolve(up)
    }
    socket.once("data", (reply) => finish(String(reply).startsWith("+PONG")))
    socket.once("error", () => finish(false))
    socket.setTimeout(1_000, () => finish(false))
  })

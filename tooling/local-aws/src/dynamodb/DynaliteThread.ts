/**
 * Starts dynalite, a DynamoDB emulator, in a worker thread and passes requests to it and responses back.
 *
 * If the thread dies, its pending requests reject (the HTTP front answers them as internal errors), and the next
 * request starts another one on the same folder.
 */
import { Worker } from "node:worker_threads"
import { type FrontRequest } from "../HttpFront.ts"
import { type FrontResponse } from "@manga-assist/bedrock-emulator/services"

export interface DynaliteRequest {
  readonly id: number
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: Uint8Array
}

export type DynaliteReply =
  | { readonly type: "open" }
  | { readonly type: "failed"; readonly code: string; readonly message: string }
  | {
      readonly type: "response"
      readonly id: number
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }

export interface DynaliteThread {
  /** Rejects when the thread dies over it, or cannot be started again. */
  readonly request: (request: FrontRequest) => Promise<FrontResponse>
  readonly close: () => Promise<void>
}

/** The folder cannot be opened; the message says what to do. */
class TablesUnavailable extends Error {
  override readonly name = "TablesUnavailable"
}

interface Running {
  readonly worker: Worker
  readonly pending: Map<number, PromiseWithResolvers<FrontResponse>>
  readonly exited: Promise<void>
  dead: boolean
}

/** @throws TablesUnavailable */
export const startDynalite = async (options: {
  /** The folder of the tables; made when missing. */
  readonly path: string
  readonly region: string
}): Promise<DynaliteThread> => {
  let ids = 0
  let running = start(options)
  await running
  const alive = async (): Promise<Running> => {
    const current = await running
    if (!current.dead) return current
    await current.exited
    // Several callers may have waited; only the first starts another.
    if ((await running) === current) running = start(options)
    return running
  }
  return {
    request: async ({ method, target, headers, body }) => {
      const { worker, pending } = await alive()
      const id = ++ids
      const answer = Promise.withResolvers<FrontResponse>()
      pending.set(id, answer)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ id, method, url: target, headers: { ...headers }, body })
      return answer.promise
    },
    close: async () => {
      const { worker, exited } = await running
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage("close")
      await exited
    },
  }
}

const start = (options: { readonly path: string; readonly region: string }): Promise<Running> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./DynaliteWorker.ts", import.meta.url), {
      workerData: { path: options.path },
      env: { ...process.env, AWS_REGION: options.region },
    })
    const pending: Running["pending"] = new Map()
    const exit = Promise.withResolvers<void>()
    const running: Running = { worker, pending, exited: exit.promise, dead: false }
    const die = (error: Error) => {
      running.dead = true
      for (const answer of pending.values()) answer.reject(error)
      pending.clear()
      reject(error)
    }
    worker.on("error", die)
    worker.once("exit", () => {
      die(new Error("dynalite ended"))
      exit.resolve()
    })
    worker.on("message", (message: DynaliteReply) => {
      if (message.type === "open") resolve(running)
      else if (message.type === "failed") reject(unavailable(options.path, message))
      else if (message.type === "response") {
        pending.get(message.id)?.resolve(message)
        pending.delete(message.id)
      }
    })
  })

const unavailable = (
  path: string,
  problem: { readonly code: string; readonly message: string },
): TablesUnavailable => {
  if (problem.code === "LEVEL_LOCKED") {
    return new TablesUnavailable(
      `dynamodb: ${path} is in use by another running instance; stop it, or set DATA_DIR to another folder`,
    )
  }
  if (problem.code === "LEVEL_CORRUPTION") {
    return new TablesUnavailable(
      `dynamodb: ${path} is damaged (${problem.message}); delete this folder to start with empty tables`,
    )
  }
  return new TablesUnavailable(`dynamodb: ${path} cannot be opened: ${problem.message}`)
}

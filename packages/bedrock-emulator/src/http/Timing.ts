/**
 * Waits until a time of `performance.now`, more precisely than a timer's whole milliseconds: the last part is spent
 * in turns of the event loop.
 */
import { performance } from "node:perf_hooks"

/**
 * Resolves once `performance.now()` reached `dueMs`, or when the signal aborts, whichever is first.
 * The last part of a millisecond is spent in turns of the event loop, because timers are coarse.
 */
export const waitUntil = (dueMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener("abort", finish)
      resolve()
    }
    const settle = () => {
      if (signal?.aborted === true || performance.now() >= dueMs) finish()
      else if (dueMs - performance.now() > 1.5)
        timer = setTimeout(settle, dueMs - performance.now() - 1)
      else setImmediate(settle)
    }
    let timer: NodeJS.Timeout | undefined
    signal?.addEventListener("abort", finish)
    settle()
  })

/**
 * A preload (`node --import`) for the stack's apps: ends the app when the supervisor is gone.
 *
 * Apps have process groups of their own, so that Ctrl-C reaches them once and in order. Therefore only the closing IPC
 * channel shows them that the supervisor was killed.
 */
import { isMainThread } from "node:worker_threads"

/** Longer than the longest drain. */
const lastResortMs = 40_000

if (isMainThread && process.channel !== undefined) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), lastResortMs).unref()
    process.kill(process.pid, "SIGTERM")
  })
  process.channel?.unref()
}

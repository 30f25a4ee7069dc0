/**
 * Preloaded into each app of the stack: when the supervisor is gone, the app ends too.
 *
 * The apps stand in process groups of their own, so that Ctrl-C reaches them once and in order. The
 * price is that nobody tells them when the supervisor is killed outright, except the closing channel.
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

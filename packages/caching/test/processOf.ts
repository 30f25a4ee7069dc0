/** A process that a test speaks with by lines, killed with the scope. */
import { spawn } from "node:child_process"
import * as path from "node:path"
import * as readline from "node:readline"
import { Effect, Queue } from "effect"

export const processOf = Effect.fnUntraced(function* (
  file: string,
  args: ReadonlyArray<string>,
  environment: Readonly<Record<string, string>> = {},
) {
  const lines = yield* Queue.unbounded<string>()
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [path.join(import.meta.dirname, file), ...args], {
        stdio: ["pipe", "pipe", "inherit"],
        env: { ...process.env, ...environment },
      }),
    ),
    (owned) => Effect.sync(() => owned.kill("SIGKILL")),
  )
  readline.createInterface({ input: child.stdout }).on("line", (line) => {
    Queue.offerUnsafe(lines, line)
  })
  return {
    next: Queue.take(lines).pipe(Effect.timeout("1 minute")),
    say: (line: string) => Effect.sync(() => child.stdin.write(`${line}\n`)),
    signal: (name: NodeJS.Signals) => Effect.sync(() => child.kill(name)),
  }
})

/**
 * Detects whether one of the package managers that started this process (npx, pnpm) has died. `launchersOf` finds the
 * chain of parents up to the outermost package manager, `holds` tells whether that chain is unchanged, and
 * `launcherGone` ends when it is not.
 *
 * When `npx` gets SIGTERM or SIGKILL it dies alone: `pnpm`, the shells between and this process stay, orphaned in the
 * middle of the chain, where our own `ppid` shows nothing. An orphan gets a new parent at once, so a chain whose links
 * are unchanged is alive. The parent of the outermost package manager is ignored (`nohup`, a script in the background).
 */
import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"
import { Effect } from "effect"

export interface Ancestor {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

export type Inspect = (pid: number) => Promise<Ancestor | undefined>

const run = promisify(execFile)

/** From `/proc` where there is one, else from `ps`; undefined when neither can tell. */
const inspect: Inspect = async (pid) => {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile(`/proc/${pid}/cmdline`, "utf8"),
    ])
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
    return { pid, parent, command: command.replaceAll("\0", " ").trim() }
  } catch {
    if (process.platform === "linux") return undefined
  }
  try {
    const { stdout } = await run("ps", ["-o", "ppid=,command=", "-p", String(pid)], {
      timeout: 2000,
    })
    const [, parent, command] = /^(\d+)\s+(\S.*)$/.exec(stdout.trim()) ?? []
    return parent === undefined || command === undefined
      ? undefined
      : { pid, parent: Number(parent), command }
  } catch {
    return undefined
  }
}

const packageManager = /(^|[\s/\\])(npm|npx|pnpm|pnpx|yarn|bun)([\s@.]|$)/
const shell = /^(\S*\/)?(sh|dash|bash|zsh|ash)\s+-\w*c\b/

/** Our ancestors up to the outermost package manager, nearest first; empty without any. */
export const launchersOf = async (
  parent: number,
  look: Inspect = inspect,
): Promise<ReadonlyArray<Ancestor>> => {
  const chain: Array<Ancestor> = []
  let known = 0
  for (let pid = parent; pid > 1 && chain.length < 16;) {
    const ancestor = await look(pid)
    if (ancestor === undefined) break
    const manages = packageManager.test(ancestor.command) && !shell.test(ancestor.command)
    if (!manages && !shell.test(ancestor.command)) break
    chain.push(ancestor)
    if (manages) known = chain.length
    pid = ancestor.parent
  }
  return chain.slice(0, known)
}

/** True while every link from us to the outermost package manager still holds. */
export const holds = async (
  chain: ReadonlyArray<Ancestor>,
  ownParent: number,
  look: Inspect = inspect,
): Promise<boolean> => {
  if (chain[0] !== undefined && chain[0].pid !== ownParent) return false
  for (const [index, link] of chain.slice(0, -1).entries()) {
    const now = await look(link.pid)
    if (now === undefined || now.parent !== chain[index + 1]?.pid) return false
  }
  return true
}

const pollMs = process.platform === "linux" ? 500 : 2000

/** Ends when a launcher is gone; never ends when we were started without one. */
export const launcherGone: Effect.Effect<void> = Effect.gen(function* () {
  const chain = yield* Effect.promise(() => launchersOf(process.ppid))
  if (chain.length === 0) return yield* Effect.never
  while (yield* Effect.promise(() => holds(chain, process.ppid))) yield* Effect.sleep(pollMs)
})

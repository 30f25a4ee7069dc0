/** What holds across processes: kills at any moment, an ordered stop, one folder, a full disk. */
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { isEntry, temporary } from "./harness.ts"

const script = path.join(import.meta.dirname, "offering.ts")

const compileCache = path.join(os.tmpdir(), "sinks-compile-cache")

interface Ended {
  readonly text: string
  readonly signal: NodeJS.Signals | null
  readonly code: number | null
}

/** What a process said until it ended; it gets `signal` once it has said so many bytes, and so many ms. */
const run = (
  args: ReadonlyArray<string>,
  options: {
    readonly signal?: NodeJS.Signals
    readonly afterBytes?: number
    readonly afterMs?: number
    /** A shell line in front, for limits. */
    readonly shell?: string
  } = {},
) =>
  Effect.callback<Ended>((resume) => {
    const command = [process.execPath, script, ...args]
    const stdio: ["ignore", "pipe", "inherit"] = ["ignore", "pipe", "inherit"]
    // Most of a short life is starting.
    const env = { ...process.env, NODE_COMPILE_CACHE: compileCache }
    const child =
      options.shell === undefined
        ? spawn(process.execPath, command.slice(1), { stdio, env })
        : spawn("bash", ["-c", `${options.shell}; exec "$@"`, "bash", ...command], { stdio, env })
    let text = ""
    let sent = false
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString()
      if (sent || options.signal === undefined || text.length < (options.afterBytes ?? 1)) return
      sent = true
      setTimeout(() => child.kill(options.signal), options.afterMs ?? 0)
    })
    child.once("close", (code, signal) => resume(Effect.succeed({ text, code, signal })))
    return Effect.sync(() => child.kill("SIGKILL"))
  })

/** The ids in the target's files, in the order written. */
const delivered = (directory: string): ReadonlyArray<string> =>
  fs
    .readdirSync(directory)
    .filter((name) => name.startsWith("target"))
    .toSorted((one, other) => ageOf(other) - ageOf(one))
    .flatMap((name) => fs.readFileSync(path.join(directory, name), "utf8").split("\n"))
    .flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line)
        return isEntry(value) ? [value.id] : []
      } catch {
        return []
      }
    })
const ageOf = (name: string): number => Number(/\.(\d+)\.ndjson$/u.exec(name)?.[1] ?? 0)

/** A row of numbers in [0, 1) that a seed determines (mulberry32). */
const randoms = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const killed = Effect.fnUntraced(function* (seed: number, kills: number) {
  const directory = yield* temporary
  const random = randoms(seed)
  // Fills the compile cache, which a killed process does not.
  yield* run([directory, "drain"])
  const accepted: Array<string> = []
  for (let round = 0; round < kills; round += 1) {
    // Short and long lives, killed while writing, retrying, replaying, rotating.
    const afterBytes = 1 + Math.floor(random() ** 3 * 20_000)
    const afterMs = Math.floor(random() * 4)
    const args = [directory, "offer", String(round * 100_000)]
    const { signal, text } = yield* run(args, { signal: "SIGKILL", afterBytes, afterMs })
    assert.strictEqual(signal, "SIGKILL", `seed ${seed}, round ${round}: ${text.slice(0, 200)}`)
    const whole = text.slice(0, text.lastIndexOf("\n")).split("\n")
    accepted.push(...whole.map((n) => `r${n}`))
  }
  const last = yield* run([directory, "drain"])
  const counters: unknown = JSON.parse(last.text)
  assert.deepInclude(counters, { pending: 0, dropped: 0 }, `seed ${seed}`)
  const got = delivered(directory)
  const unique = new Set(got)
  const lost = accepted.filter((id) => !unique.has(id))
  assert.deepStrictEqual(lost, [], `seed ${seed}: accepted and lost`)
  assert.strictEqual(got.length - unique.size, 0, `seed ${seed}: visible duplicates`)
  for (let key = 0; key < 11; key += 1) {
    const own = got.map((id) => Number(id.slice(1))).filter((n) => n % 11 === key)
    const ordered = own.every((n, index) => index === 0 || n > (own[index - 1] ?? 0))
    assert.isTrue(ordered, `seed ${seed}: order of key ${key}`)
  }
  return accepted.length
})

describe("a must-keep sink whose process is killed 200 times", () => {
  // Drawn anew each time; a failure prints it.
  const drawn = Math.floor(Math.random() * 2 ** 31)
  it.live.each([1, 2, drawn, drawn + 1])(
    "seed %i: loses nothing that was accepted, shows nothing twice, keeps the order of keys",
    (seed) =>
      Effect.gen(function* () {
        assert.isAbove(yield* killed(seed, 50), 1_000)
      }),
    { timeout: 600_000, concurrent: true },
  )
})

describe("two processes and one folder", () => {
  it.live("the second is refused and told who has it; after a kill the next one has it", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const child = spawn(process.execPath, [script, directory, "hold"], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      yield* Effect.callback<void>((resume) => {
        child.stdout.once("data", () => resume(Effect.void))
      })
      const second = yield* run([directory, "drain"])
      assert.include(second.text, "locked")
      assert.include(second.text, `process ${child.pid}`)
      yield* Effect.callback<void>((resume) => {
        child.once("close", () => resume(Effect.void))
        child.kill("SIGKILL")
      })
      assert.include((yield* run([directory, "drain"])).text, '"pending":0')
    }),
  )
})

describe("SIGTERM with a full queue and a target that hangs", () => {
  it.live("ends within its deadline, and the next process writes what is left", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const stopped = yield* run([directory, "stop"], { signal: "SIGTERM", afterBytes: 1_500 })
      assert.isNull(stopped.signal)
      const accepted = stopped.text.trim().split("\n")
      yield* run([directory, "drain"])
      assert.deepStrictEqual(
        delivered(directory).toSorted(),
        accepted.map((n) => `r${n}`).toSorted(),
      )
    }),
  )
})

describe("a disk that is full", () => {
  it.live("refuses with its reason, and loses nothing that was accepted", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      // The kernel lets no file of this process grow beyond 64 KiB; the last write is cut short.
      const shell = "trap '' XFSZ; ulimit -f 64"
      const full = yield* run([directory, "full"], { shell })
      assert.match(full.text, /refused: .*disk-refused/u)
      const accepted = full.text.split("\n").filter((line) => /^\d+$/u.test(line))
      assert.isAbove(accepted.length, 100)
      yield* run([directory, "drain"])
      assert.deepStrictEqual(
        delivered(directory).toSorted(),
        accepted.map((n) => `r${n}`).toSorted(),
      )
    }),
  )
})

/** Processes from which something is taken that they need: their folders, their memory. */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { type InspectorCall, inspecting } from "@manga-assist/bench/store/Inspector"
import { spawnSync } from "node:child_process"
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { keptPort } from "./Balancer.ts"
import type { Place } from "../processes/Place.ts"
import { ofAbsence } from "./Reached.ts"
import { openSteadfast } from "../processes/Steadfast.ts"
import {
  afterMs,
  beforeMs,
  customers,
  nextCase,
  outcomeOf,
  type Trouble,
  waitingAt,
} from "./Trouble.ts"

const nobody = 65_534
const asNobody = {
  NODE_OPTIONS: `--import=data:text/javascript,process.setgid(${nobody});process.setuid(${nobody})`,
}
const spoolOf = (place: Place) => join(place.dataOf(0), "spool")

const refusedByPermission: Trouble["play"] = async (place) => {
  const data = place.dataOf(0)
  mkdirSync(data, { recursive: true })
  // Its parents belong to whoever runs this.
  chmodSync(dirname(data), 0o711)
  for (const name of ["", ...readdirSync(data, { recursive: true, encoding: "utf8" })]) {
    chownSync(join(data, name), nobody, nobody)
  }
  await using server = await place.start(0, asNobody)
  const folders = readdirSync(spoolOf(place)).map((name) => join(spoolOf(place), name))
  // Files that are open stay what they were; every new one is refused.
  for (const folder of folders) chmodSync(folder, 0o500)
  await using chat = openSteadfast(nextCase(), customers, () => server.url)
  const told = () => fetch(`${server.operator}/readyz`).then((page) => page.text())
  const isNamed = (text: string) => text.includes("EACCES")
  const seen = await lookUntil(told, isNamed, { everyMs: 250, withinMs: 20_000 })
  for (const folder of folders) chmodSync(folder, 0o700)
  await pause(afterMs)
  const asked = await chat.stop()
  const waiting = await waitingAt(server.operator)
  const unnamed = isNamed(seen) ? [] : ["the operators' page does not name EACCES"]
  return outcomeOf(place, asked, [], [...unnamed, ...waiting])
}

/** What no program of the repository would do, told through its inspector; `tell`: what is broken. */
type Misdeed = (call: InspectorCall, id: number, tell: (line: string) => void) => Promise<unknown>

const fill = "const all = []; for (;;) all.push(new Array(1e6).fill(1))"
const fillHeap: Misdeed = (call) => call("Runtime.evaluate", { expression: fill })

const endsWithinMs = 30_000

/** The process ends by itself; then another one starts on its disk. */
const endedByMemory =
  (heapMib: number, misdeed: Misdeed, may: ReadonlyArray<string> = []): Trouble["play"] =>
  async (place) => {
    const NODE_OPTIONS = `--inspect=127.0.0.1:0 --max-old-space-size=${heapMib}`
    const PORT = `${await keptPort()}`
    await using server = await place.start(0, { NODE_OPTIONS, PORT })
    await using chat = openSteadfast(nextCase(), customers, () => server.url)
    await pause(beforeMs)
    const told: Array<string> = []
    await inspecting(server.inspector ?? "", (call) =>
      Promise.race([misdeed(call, server.serverId, (line) => told.push(line)), server.ended]),
    ).catch(() => undefined)
    const isOver = await Promise.race([
      server.ended.then(() => true),
      pause(endsWithinMs).then(() => false),
    ])
    if (!isOver) {
      told.push(`it did not end within ${endsWithinMs} ms`)
      server.kill("SIGKILL")
      await server.ended
    }
    await using next = await place.start(0, { PORT })
    await pause(afterMs)
    const asked = await chat.stop()
    return outcomeOf(place, asked, may, [...told, ...(await waitingAt(next.operator))])
  }

const leftMib = 32
/** What is refused after `leftMib` is told; without a limit it would be this much. */
const mostMib = 16 * leftMib

/** What the process may write to, as the limit counts it, in bytes. */
const dataOf = (id: number): number =>
  1_024 * Number(/^VmData:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1])

/** The system gives no more: a buffer is refused, then the heap cannot grow. */
const refusedMemory: Misdeed = async (call, id, tell) => {
  const limit = `--data=${dataOf(id) + leftMib * 1_048_576}`
  const limited = spawnSync("prlimit", ["--pid", `${id}`, limit], { encoding: "utf8" })
  if (limited.status !== 0) tell(`prlimit: ${limited.stderr}`)
  const expression = `globalThis.held = []; let refused = ""
    try { while (held.length < ${mostMib}) held.push(Buffer.alloc(1_048_576, 1)) } catch (error) { refused = String(error) }
    refused`
  const { result } = await call<{ readonly result: { readonly value: string } }>(
    "Runtime.evaluate",
    { expression },
  )
  if (!result.value.includes("allocation failed")) tell(`no buffer was refused: ${result.value}`)
  await pause(beforeMs)
  await fillHeap(call, id, tell)
}

export const starvedProcesses: ReadonlyArray<Trouble> = [
  {
    name: "the journal's folders are taken from the process",
    what: "a server without rights, whose folders become read-only and are given back; every turn is recorded, the cause is named",
    needs: () => process.getuid?.() === 0,
    play: refusedByPermission,
  },
  {
    name: "V8 reaches its limit of memory",
    what: "the process ends by itself with turns under way, another one starts on its disk; every message is answered once, by whichever",
    play: endedByMemory(256, fillHeap),
  },
  {
    name: "the system gives a process no more memory",
    what: "prlimit sets its data to what it has and 32 MiB; a buffer is refused, customers chat on until the heap cannot grow and the process ends; another one starts on its disk; every message is answered once, by whichever",
    needs: () =>
      existsSync("/proc/self/status") && spawnSync("prlimit", ["--version"]).status === 0,
    play: endedByMemory(1_024, refusedMemory, ofAbsence),
  },
]

/**
 * Child process with one faulty proxy before each dependency, so that no load of the parent slows them. It also tells when
 * the machine gave too little to the processes that it watches: another one on the server's core does nothing else.
 */
import { sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { answerCalls } from "@manga-assist/bench/process/AnswerCalls"
import { readFileSync } from "node:fs"
import { FaultyProxy, type Mode } from "./FaultyProxy.ts"

/** A time in which the machine kept processes waiting. */
export interface Stall {
  /** On the shared clock. */
  readonly from: number
  /** The longest that one of them waited for a core, or a timer of this process for its time. */
  readonly ms: number
}

const [everyMs, leastMs] = [20, 5]
let watched: ReadonlyArray<number> = []
let waitedMs = new Map<number, number>()
let stalls: Array<Stall> = []
let last = sharedClock.now()

/** How long the process's main thread was ready to run and did not, since its start; 0 where nothing tells. */
const waitOf = (id: number): number => {
  try {
    return Number(readFileSync(`/proc/${id}/schedstat`, "utf8").split(" ")[1]) / 1_000_000
  } catch {
    return 0
  }
}

setInterval(() => {
  const now = sharedClock.now()
  const waits = new Map(watched.map((id) => [id, waitOf(id)]))
  const ms = Math.max(
    now - last - everyMs,
    ...[...waits].map(([id, wait]) => wait - (waitedMs.get(id) ?? wait)),
  )
  if (ms > leastMs) stalls.push({ from: last, ms })
  last = now
  waitedMs = waits
}, everyMs)

const proxies = new Map<string, FaultyProxy>()

const proxyOf = (name: string): FaultyProxy => {
  const proxy = proxies.get(name)
  if (proxy === undefined) throw new Error(`no proxy ${name}`)
  return proxy
}

interface Named {
  readonly name: string
}

const calls = {
  /** Before a port of this machine; resolves with the proxy's own. */
  open: async ({ name, port }: Named & { readonly port: number }): Promise<number> => {
    const proxy = await FaultyProxy.open(port)
    proxies.set(name, proxy)
    return proxy.port
  },
  set: ({ mode, name }: Named & { readonly mode: Mode }) => proxyOf(name).set(mode),
  /** Since they were last asked for. */
  stalls: (): ReadonlyArray<Stall> => {
    const told = stalls
    stalls = []
    return told
  },
  /** From now on, by their ids. */
  watch: ({ ids }: { readonly ids: ReadonlyArray<number> }) => {
    watched = ids
    stalls = []
  },
  turn: ({ name, port }: Named & { readonly port: number }) => proxyOf(name).turnTo(port),
}

export type ProxyCalls = typeof calls

answerCalls(calls)

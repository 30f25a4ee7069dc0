/**
 * Child process with one faulty proxy before each dependency, so that no load of the parent slows them. It also tells how
 * late its timers are: another one on the servers' core does nothing else.
 */
import { sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { answerCalls } from "@manga-assist/bench/process/AnswerCalls"
import { FaultyProxy, type Mode } from "./FaultyProxy.ts"

/** A time in which the machine gave this process nothing. */
export interface Stall {
  /** On the shared clock. */
  readonly from: number
  readonly ms: number
}

const [everyMs, lateMs] = [10, 5]
let stalls: Array<Stall> = []
let expected = sharedClock.now() + everyMs
setInterval(() => {
  const now = sharedClock.now()
  if (now - expected > lateMs) stalls.push({ from: expected, ms: now - expected })
  expected = now + everyMs
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
  turn: ({ name, port }: Named & { readonly port: number }) => proxyOf(name).turnTo(port),
}

export type ProxyCalls = typeof calls

answerCalls(calls)

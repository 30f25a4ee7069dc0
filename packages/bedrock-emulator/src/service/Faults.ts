/**
 * The active faults, and which request or connection each of them hits.
 *
 * The first fault of the list that matches and passes its `rate` applies; `count` limits how often, `forMs` for
 * how long. Randomness is seeded, so a run repeats.
 */
import type { Random } from "./Random.ts"
import type { Fault, FaultKind, ServiceName } from "./Service.ts"

/** A new connection can only be refused or met with silence; all else waits for a request. */
const ofConnections: ReadonlySet<FaultKind> = new Set(["refuse", "black-hole"])

interface Active {
  readonly fault: Fault
  left: number
  /** On the clock of `performance.now`. */
  readonly until: number
}

/** With what is left of its time. */
const told = ({ fault, until }: Active): Fault =>
  fault.forMs === undefined
    ? fault
    : { ...fault, forMs: Math.max(1, Math.ceil(until - performance.now())) }

export const makeFaults = (random: Random) => {
  let active: ReadonlyArray<Active> = []
  let healing: NodeJS.Timeout | undefined
  const listeners: Array<(active: ReadonlyArray<Fault>) => void> = []
  const list = () => active.filter(({ left }) => left > 0).map(told)
  const become = (next: ReadonlyArray<Active>): void => {
    active = next
    clearTimeout(healing)
    const soonest = Math.min(...active.map(({ until }) => until))
    if (soonest < Infinity) {
      // Of a process that was busy, other times may have passed meanwhile.
      const leftMs = Math.max(0, soonest - performance.now())
      healing = setTimeout(() => {
        become(active.filter(({ until }) => until > soonest))
      }, leftMs).unref()
    }
    for (const listener of listeners) listener(list())
  }
  return {
    list,
    /** The whole list is replaced, counts and times start anew, listeners are told. */
    replace: (faults: ReadonlyArray<Fault>): void => {
      const now = performance.now()
      become(
        faults.map((fault) => ({
          fault,
          left: fault.count ?? Infinity,
          until: now + (fault.forMs ?? Infinity),
        })),
      )
    },
    strike: (service: ServiceName, operation: string | undefined): Fault | undefined => {
      const hit = active.find(
        ({ fault, left }) =>
          left > 0 && fits(fault, service, operation) && random() < (fault.rate ?? 1),
      )
      if (hit === undefined) return undefined
      hit.left -= 1
      return hit.fault
    },
    onChange: (listener: (active: ReadonlyArray<Fault>) => void): void => {
      listeners.push(listener)
    },
  }
}

const fits = (fault: Fault, service: ServiceName, operation: string | undefined): boolean => {
  if (fault.service !== service) return false
  if (operation === undefined) return ofConnections.has(fault.kind) && fault.operation === undefined
  return fault.kind !== "refuse" && (fault.operation === undefined || fault.operation === operation)
}

/** Milliseconds that `slow` adds when the fault names none. */
const defaultSlowMs = 1_000

/** Milliseconds that a fault adds. */
export const slownessOf = (fault: Fault | undefined): number =>
  fault?.kind === "slow" ? (fault.delayMs ?? defaultSlowMs) : 0

/** What a replaced list means for the connections that are open: all of them, or none. */
export type ConnectionFate = "reset" | "silence" | "heal" | "stay"

/** A fault limited by operation, rate or count waits for its arrivals instead. */
export const fateOfOpenConnections = (
  active: ReadonlyArray<Fault>,
  service: ServiceName,
): ConnectionFate => {
  const own = active.filter((fault) => fault.service === service)
  const total = own.filter(
    (fault) => fault.operation === undefined && fault.count === undefined && (fault.rate ?? 1) >= 1,
  )
  if (total.some((fault) => fault.kind === "reset")) return "reset"
  if (total.some((fault) => fault.kind === "black-hole")) return "silence"
  return own.some((fault) => fault.kind === "black-hole") ? "stay" : "heal"
}

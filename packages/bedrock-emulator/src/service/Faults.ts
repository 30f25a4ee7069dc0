/**
 * The active faults, and which request or connection each of them hits.
 *
 * The first fault of the list that matches and passes its `rate` applies; `count` limits how often, `forMs` for
 * how long. Randomness is seeded, so a run repeats.
 */
import { streamNames } from "../wire/Operations.ts"
import type { Random } from "./Random.ts"
import type { Fault, FaultKind, ServiceName, Strike } from "./Service.ts"

/** A new connection can only be refused or met with silence; all else waits for a request. */
const ofConnections: ReadonlySet<FaultKind> = new Set(["refuse", "black-hole"])

/** In a stream these wait for its first event at least. */
const ofEvents: ReadonlySet<FaultKind> = new Set(["garbage", "mid-stream-exception", "stall"])

/** A fault that is on: `count` and `forMs` are what is left of them. */
export interface ListedFault extends Fault {
  /** How often it struck since it was put in place. */
  readonly struck: number
}

interface Active {
  readonly fault: Fault
  readonly strike: Strike
  readonly end: () => void
  left: number
  struck: number
  /** On the clock of `performance.now`. */
  readonly until: number
}

const told = ({ fault, left, struck, until }: Active): ListedFault => ({
  ...fault,
  ...(fault.count === undefined ? {} : { count: left }),
  ...(fault.forMs === undefined
    ? {}
    : { forMs: Math.max(1, Math.ceil(until - performance.now())) }),
  struck,
})

/** Whether the fault waits for the events of the operation's stream; any other strikes before the answer. */
export const strikesInStream = (fault: Fault, operation: string | undefined): boolean =>
  operation !== undefined &&
  streamNames.has(operation) &&
  ((fault.afterEvents ?? 0) > 0 || ofEvents.has(fault.kind))

/** `onStruck` hears of each strike. */
export const makeFaults = (random: Random, onStruck: (fault: Fault) => void = () => undefined) => {
  let active: ReadonlyArray<Active> = []
  let healing: NodeJS.Timeout | undefined
  const listeners: Array<(active: ReadonlyArray<Strike>) => void> = []
  const list = () => active.filter(({ left }) => left > 0).map(told)
  const become = (next: ReadonlyArray<Active>): void => {
    for (const each of active) if (!next.includes(each)) each.end()
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
    const on = active.filter(({ left }) => left > 0).map(({ strike }) => strike)
    for (const listener of listeners) listener(on)
  }
  const activated = (fault: Fault): Active => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>()
    const struck = () => {
      each.struck += 1
      onStruck(fault)
    }
    const each: Active = {
      fault,
      strike: { ...fault, struck, over },
      end,
      left: fault.count ?? Infinity,
      struck: 0,
      until: performance.now() + (fault.forMs ?? Infinity),
    }
    return each
  }
  return {
    list,
    /** The whole list is replaced, counts and times start anew, listeners are told. */
    replace: (faults: ReadonlyArray<Fault>): void => become(faults.map(activated)),
    strike: (service: ServiceName, operation: string | undefined): Strike | undefined => {
      const hit = active.find(
        ({ fault, left }) =>
          left > 0 && fits(fault, service, operation) && random() < (fault.rate ?? 1),
      )
      if (hit === undefined) return undefined
      hit.left -= 1
      if (!strikesInStream(hit.fault, operation)) hit.strike.struck()
      return hit.strike
    },
    onChange: (listener: (active: ReadonlyArray<Strike>) => void): void => {
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

/** What a replaced list means for the connections that are open, all or none of them, and the fault that says so. */
export type ConnectionFate<A extends Fault> =
  | { readonly fate: "reset" | "silence"; readonly by: A }
  | { readonly fate: "heal" | "stay" }

/** A fault limited by operation, rate or count waits for its arrivals instead. */
export const fateOfOpenConnections = <A extends Fault>(
  active: ReadonlyArray<A>,
  service: ServiceName,
): ConnectionFate<A> => {
  const own = active.filter((fault) => fault.service === service)
  const total = own.filter(
    (fault) => fault.operation === undefined && fault.count === undefined && (fault.rate ?? 1) >= 1,
  )
  const reset = total.find((fault) => fault.kind === "reset")
  if (reset !== undefined) return { fate: "reset", by: reset }
  const silent = total.find((fault) => fault.kind === "black-hole")
  if (silent !== undefined) return { fate: "silence", by: silent }
  return { fate: own.some((fault) => fault.kind === "black-hole") ? "stay" : "heal" }
}

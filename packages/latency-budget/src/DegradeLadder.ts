/**
 * Decides how to answer within the time left: takes the first of several ways to answer (rungs of a ladder, best
 * first) that is available and whose expected time fits; else the last one.
 *
 * The expected time is a percentile of recent latencies, or an assumption while too few are known. Pure; the caller
 * carries the decision out.
 */
import type { Observed } from "./StageLatencies.ts"
import { answerOf, usable } from "./Usable.ts"

/** Time that a stage takes, as observed, else as assumed. */
export interface Need {
  readonly stage: string
  /** 0.95 is the 95th percentile. */
  readonly percentile: number
  /** Milliseconds while too little is observed; 0 where it cannot be used. */
  readonly assumedMs: number
}

export interface Rung<Name extends string = string> {
  readonly name: Name
  /** Codes for `Ledger.degrade` when this rung is taken; none for what is not a loss. */
  readonly codes: ReadonlyArray<string>
  /** The next stage must fit into the rung's share of what is left. Absent: takes no time worth counting. */
  readonly need?: Need
  /** Of what is left after the reserve; the rest is for the rungs below. 1 unless given. */
  readonly share?: number
}

/** The last rung needs nothing: it is taken when no other can be. */
export interface DegradeLadder<Name extends string = string> {
  readonly rungs: readonly [Rung<Name>, ...ReadonlyArray<Rung<Name>>]
  /** Milliseconds kept back on every rung for what comes after its stage. */
  readonly reserveMs: number
}

export interface Decision<Name extends string = string> {
  readonly rung: Rung<Name>
  readonly neededMs: number
  /** What the rung's stage may take: at least what it needs, unless it is the last rung. */
  readonly allowedMs: number
}

export interface Situation<Name extends string = string> {
  readonly remainingMs: number
  readonly observed: Observed
  /** False for a rung that cannot be taken now, whatever the time: nothing stale is held, a model is down. */
  readonly available?: ((name: Name) => boolean) | undefined
}

const most = Number.POSITIVE_INFINITY
const usableMs = (given: unknown, otherwise = 0) => usable(given, { least: 0, most, otherwise })

export const neededMs = (need: Need, observed: Observed): number => {
  const { assumedMs, percentile, stage }: Partial<Need> = need ?? {}
  // What throws or is no function has observed nothing.
  const seen = answerOf(() => observed.percentile(stage ?? "", percentile ?? 1))
  return usableMs(seen, usableMs(assumedMs))
}

/** Of a ladder without rungs: it tells by its code that nothing was decided. */
const noRung = { name: "none", codes: ["no-rungs"] } as const

/**
 * The best rung that is available and affordable, else the last. Never fails: of a ladder without rungs it is one by
 * the name `none`, with the code `no-rungs`.
 */
export const decide = <Name extends string>(
  ladder: DegradeLadder<Name>,
  situation: Situation<Name>,
): Decision<Name> => {
  // Programs without types may give anything, and a turn must not end here.
  const { reserveMs, rungs: given }: Partial<DegradeLadder<Name>> = ladder ?? {}
  const { available, observed, remainingMs }: Partial<Situation<Name>> = situation ?? {}
  const rungs: ReadonlyArray<Rung<Name>> = Array.isArray(given) ? given.filter(isRung) : []
  // Infinity less Infinity, or none of it, is no number.
  const left = Math.max(0, usableMs(remainingMs) - usableMs(reserveMs)) || 0
  const decisionOf = (rung: Rung<Name>): Decision<Name> => ({
    rung,
    neededMs: rung.need === undefined ? 0 : neededMs(rung.need, observed),
    allowedMs: left * usable(rung.share, { least: 0, most: 1, otherwise: 1 }) || 0,
  })
  for (const rung of rungs) {
    if (typeof available === "function" && !answerOf(() => available(rung.name))) continue
    const decision = decisionOf(rung)
    if (rung.need === undefined || decision.neededMs <= decision.allowedMs) return decision
  }
  return decisionOf(rungs.at(-1) ?? (noRung as Rung as Rung<Name>))
}

const isRung = (rung: unknown): boolean => {
  if (typeof rung !== "object" || rung === null) return false
  const need: unknown = Reflect.get(rung, "need")
  return need === undefined || (typeof need === "object" && need !== null)
}

/**
 * Computes the least time that a turn could have taken, from the logs of the emulated services: the durations of those
 * it had to wait for, added up where one needs the other's result. Everything beyond it is our own time.
 *
 * Pure. The call behind a stage is found by service, operation and time: of the calls within the stage the one that
 * fills it best, each used once.
 */
import type { ServedCall } from "./RunningLaboratory.ts"
import type { ObservedTurn } from "./TurnLoad.ts"
import { arrivalMs } from "./TurnSpans.ts"

/** Stage of the timeline → the call behind it. */
const callOf: Readonly<Record<string, readonly [service: string, operation: string]>> = {
  embedding: ["bedrock", "InvokeModel"],
  search: ["opensearch", "Search"],
  facts: ["dynamodb", "BatchGetItem"],
  claim: ["redis", "Command"],
  model: ["bedrock", "ConverseStream"],
}

/** Clocks of two processes. */
const slackMs = 2

export interface StageFloor {
  readonly stage: string
  /** What the service took, by its own log. */
  readonly servedMs: number
  /** What the turn waited for it. */
  readonly waitedMs: number
}

export interface TurnFloor {
  readonly edgeMs: number
  readonly stages: ReadonlyArray<StageFloor>
  /** Edge and the chain of services. */
  readonly floorMs: number
  /** Of the first token, beyond it. */
  readonly beyondMs: number
}

type Stages = ObservedTurn["stages"]

/** The stage `model` begins with the claim, where one is needed: here it follows it. */
const oneAfterTheOther = (stages: Stages): Stages => {
  const claim = stages.find(({ stage }) => stage === "claim")
  if (claim === undefined) return stages
  return stages.map((each) => (each.stage === "model" ? { ...each, startMs: claim.endMs } : each))
}

/** Of what is waited for at the same time only the part that nothing before it covers. */
const chainMs = (waited: Stages, found: ReadonlyArray<StageFloor>): number => {
  const inOrder = waited
    .map(({ endMs, startMs }, at) => ({ endMs, startMs, servedMs: found[at]?.servedMs ?? 0 }))
    .toSorted((a, b) => a.startMs - b.startMs)
  let covered = 0
  let sum = 0
  for (const { endMs, servedMs, startMs } of inOrder) {
    const fresh = Math.max(0, endMs - Math.max(startMs, covered))
    if (fresh > 0) sum += (servedMs * fresh) / (endMs - startMs)
    covered = Math.max(covered, endMs)
  }
  return sum
}

/** Undefined for a turn with a stage whose call is not in the log. */
export const floorsOf = (
  turns: ReadonlyArray<ObservedTurn>,
  calls: ReadonlyArray<ServedCall>,
): ReadonlyArray<TurnFloor | undefined> => {
  const open = Map.groupBy(calls, ({ operation, service }) => `${service} ${operation}`)
  const take = (stage: string, from: number, to: number): ServedCall | undefined => {
    const list = open.get((callOf[stage] ?? []).join(" ")) ?? []
    let best: number | undefined
    let bestGap = Number.POSITIVE_INFINITY
    for (const [index, { answeredAt, arrivedAt }] of list.entries()) {
      if (arrivedAt < from - slackMs || answeredAt > to + slackMs) continue
      const gap = Math.abs(arrivedAt - from) + Math.abs(to - answeredAt)
      if (gap < bestGap) [best, bestGap] = [index, gap]
    }
    return best === undefined ? undefined : list.splice(best, 1)[0]
  }
  return turns.map((turn) => {
    const { firstTokenMs, intendedAt, sentAt, stages } = turn
    const edgeMs = sentAt - intendedAt
    const arrivedAt = intendedAt + arrivalMs(turn)
    const waited = oneAfterTheOther(stages.filter(({ stage }) => Object.hasOwn(callOf, stage)))
    const found = waited.flatMap(({ endMs, stage, startMs }): Array<StageFloor> => {
      const call = take(stage, arrivedAt + startMs, arrivedAt + endMs)
      if (call === undefined) return []
      return [{ stage, servedMs: call.answeredAt - call.arrivedAt, waitedMs: endMs - startMs }]
    })
    if (found.length !== waited.length) return undefined
    const floorMs = edgeMs + chainMs(waited, found)
    return { edgeMs, stages: found, floorMs, beyondMs: firstTokenMs - floorMs }
  })
}

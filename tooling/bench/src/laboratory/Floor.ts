/**
 * Computes the least time that a turn could have taken, from the logs of the emulated services: the durations of those
 * it had to wait for, added up where one needs the other's result. Everything beyond it is our own time.
 *
 * Pure. The call behind a stage is found by service, operation and time: of the calls within the stage the one that
 * fills it best, each used once.
 */
import type { ServedCall } from "./RunningLaboratory.ts"
import type { ObservedTurn } from "./TurnLoad.ts"

/** Stage of the timeline → service and operation of the call behind it. */
const callOf: Readonly<Record<string, string>> = {
  embedding: "bedrock InvokeModel",
  search: "opensearch Search",
  facts: "dynamodb BatchGetItem",
  claim: "redis Command",
  model: "bedrock ConverseStream",
}

/** Clocks of two processes. */
const slackMs = 2

export interface StageFloor {
  readonly stage: string
  readonly startMs: number
  readonly endMs: number
  /** What the service took, by its own log. */
  readonly servedMs: number
}

export interface TurnFloor {
  readonly stages: ReadonlyArray<StageFloor>
  /** Edge and the chain of services. */
  readonly floorMs: number
  /** Of the first token, beyond it. */
  readonly beyondMs: number
}

/** The stage `model` begins with the claim, where one is needed: here it follows it. */
const waitedFor = ({ stages }: ObservedTurn) => {
  const claimed = stages.find(({ stage }) => stage === "claim")?.endMs
  return stages
    .filter(({ stage }) => Object.hasOwn(callOf, stage))
    .map(({ endMs, stage, startMs }) => ({
      stage,
      endMs,
      startMs: stage === "model" ? (claimed ?? startMs) : startMs,
    }))
}

/** Of what is waited for at the same time only the part that nothing before it covers. */
const chainMs = (stages: ReadonlyArray<StageFloor>): number => {
  let covered = 0
  let sum = 0
  for (const { endMs, servedMs, startMs } of stages.toSorted((a, b) => a.startMs - b.startMs)) {
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
    const list = open.get(callOf[stage] ?? "") ?? []
    const gap = ({ answeredAt, arrivedAt }: ServedCall) =>
      Math.abs(arrivedAt - from) + Math.abs(to - answeredAt)
    const [best] = list
      .filter(
        ({ answeredAt, arrivedAt }) => arrivedAt >= from - slackMs && answeredAt <= to + slackMs,
      )
      .toSorted((a, b) => gap(a) - gap(b))
    if (best !== undefined) list.splice(list.indexOf(best), 1)
    return best
  }
  return turns.map((turn) => {
    const arrivedAt = turn.intendedAt + turn.arrivedMs
    const waited = waitedFor(turn)
    const stages = waited.flatMap((each): ReadonlyArray<StageFloor> => {
      const call = take(each.stage, arrivedAt + each.startMs, arrivedAt + each.endMs)
      return call === undefined ? [] : [{ ...each, servedMs: call.answeredAt - call.arrivedAt }]
    })
    if (stages.length !== waited.length) return undefined
    const floorMs = turn.sentMs + chainMs(stages)
    return { stages, floorMs, beyondMs: turn.firstTokenMs - floorMs }
  })
}

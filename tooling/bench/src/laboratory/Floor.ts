/**
 * Computes the least time that turns under exact times could have taken, from the logs of the emulated services: edge,
 * and what those services took which a turn waits for one after the other. Everything beyond it is our own time and the
 * machine's. Pure.
 *
 * Of medians: with exact times every call of an operation takes the same, save for what others use of the machine.
 */
import { median } from "../measure/Statistics.ts"
import type { ServedCall } from "./RunningLaboratory.ts"
import type { ObservedTurn } from "./TurnLoad.ts"

/** Stage of the timeline → service and operation of the call behind it. */
const chain = {
  embedding: "bedrock InvokeModel",
  search: "opensearch Search",
  facts: "dynamodb BatchGetItem",
  // Only where the answer may be shared: the stage `model` begins with it.
  claim: "redis Command",
  model: "bedrock ConverseStream",
}

const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)

/** @throws RangeError without turns, or where a service that they waited for has no call in its log */
export const floorOf = (turns: ReadonlyArray<ObservedTurn>, calls: ReadonlyArray<ServedCall>) => {
  const served = Map.groupBy(calls, ({ operation, service }) => `${service} ${operation}`)
  const waits = Object.entries(chain).flatMap(([name, call]) => {
    const waited = turns.flatMap(({ stages }) => stages.filter(({ stage }) => stage === name))
    if (waited.length === 0) return []
    const took = (served.get(call) ?? []).map(({ answeredAt, arrivedAt }) => answeredAt - arrivedAt)
    const waitedMs = median(waited.map(({ endMs, startMs }) => endMs - startMs))
    return [{ servedMs: median(took), waitedMs: name === "claim" ? 0 : waitedMs }]
  })
  const servedMs = sum(waits.map((wait) => wait.servedMs))
  const floorMs = median(turns.map(({ sentMs }) => sentMs)) + servedMs
  return {
    floorMs,
    /** Of the first token. */
    beyondMs: median(turns.map(({ firstTokenMs }) => firstTokenMs)) - floorMs,
    /** Of it, what lies between our clients and the services' logs. */
    betweenMs: sum(waits.map(({ waitedMs }) => waitedMs)) - servedMs,
    services: waits.length,
  }
}

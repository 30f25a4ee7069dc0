/**
 * Draws, from measured turns, the two waterfalls without ("before") and with ("after") the optimisations, as charts
 * beside those of the source document; and a table of how much longer a turn takes than the services that it waits
 * for. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import { type TurnFloor } from "../laboratory/Floor.ts"
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import type { Illustration } from "../result/Result.ts"
import { median } from "../measure/Statistics.ts"
import { textTable } from "../result/Table.ts"
import { ganttChart } from "./GanttChart.ts"
import { sourceWaterfalls } from "./SourceWaterfall.ts"
import { stageTimes } from "./StageTimes.ts"

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

export const illustrationsOf = (
  times: "exact" | "spread",
  turns: Readonly<Record<"before" | "after", ReadonlyArray<ObservedTurn>>>,
  floors: ReadonlyArray<TurnFloor>,
): ReadonlyArray<Illustration> => {
  const stages = { before: stageTimes(turns.before), after: stageTimes(turns.after) }
  const ends = [...stages.before, ...stages.after].map(({ p95, startMs }) => startMs + p95)
  const totalMs = Math.ceil(Math.max(1_100, ...ends) / 100) * 100
  const played = times === "exact" ? "each service takes exactly its time" : "times are spread"
  const charts = (["before", "after"] as const).map((side): Illustration => {
    const source = sourceWaterfalls[side]
    const title = `${capital(side)}, ${times} times`
    return {
      title,
      svg: ganttChart(
        title,
        `outlined: the source document, which says ${source.titleMs} ms; filled: measured, median; line: to the p95. ${turns[side].length} turns, ${played}.`,
        stages[side],
        source,
        totalMs,
      ),
    }
  })
  return [
    ...charts,
    { title: `Beyond the services, ${times} times`, text: beyondText(floors, turns.after) },
  ]
}

/** By stage: what the service took by its own log, what the turn waited for it, and the difference. */
const beyondText = (
  floors: ReadonlyArray<TurnFloor>,
  turns: ReadonlyArray<ObservedTurn>,
): string => {
  const ms = (value: number) => value.toFixed(2)
  const names = ["embedding", "search", "facts", "claim", "model"]
  const rows = names.flatMap((name) => {
    const of = floors.flatMap(({ stages }) => stages.filter(({ stage }) => stage === name))
    if (of.length === 0) return []
    const served = median(of.map(({ servedMs }) => servedMs))
    const waited = median(of.map(({ waitedMs }) => waitedMs))
    return [[name, ms(served), ms(waited), ms(waited - served)]]
  })
  const between = stageTimes(turns).filter(({ stage }) =>
    ["way-in", "admit", "prefetch", "assembly", "way-out"].includes(stage),
  )
  return textTable([
    ["after, medians in ms", "by the service's log", "waited", "ours and the wire's"],
    ...rows,
    ...between.map(({ p50, stage }) => [stage, "", "", ms(p50)]),
  ])
}

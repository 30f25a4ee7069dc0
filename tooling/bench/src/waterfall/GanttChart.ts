/** Shows the two waterfalls of a turn, "before" and "after": the measured stages as bars, and beside the document's. */
import type { Illustration } from "../result/Result.ts"
import { sourceWaterfalls, stageLabels, type StageName, stageNames } from "./SourceWaterfall.ts"
import type { StageTimes } from "./StageTimes.ts"

const sides = ["before", "after"] as const
type Side = (typeof sides)[number]

export const waterfalls = (
  times: "exact" | "spread",
  stages: Readonly<Record<Side, StageTimes>>,
): Illustration => {
  const ms = (value: number | undefined) => value?.toFixed(value >= 10 ? 0 : 1) ?? ""
  const cells = (side: Side, name: StageName) => {
    const claimed = sourceWaterfalls[side].bars[name]
    const ours = stages[side].find(({ stage }) => stage === name)
    return [claimed && claimed.endMs - claimed.startMs, ours?.p50, ours?.p95].map(ms)
  }
  const bars = sides.flatMap((side) => [
    `section ${side}`,
    ...stages[side].map(
      ({ p50, stage, startMs }) =>
        `${stageLabels[stage]} :${Math.max(0, Math.round(startMs))}, ${p50.toFixed(1)}ms`,
    ),
  ])
  return {
    title: `Before and after, ${times} times`,
    chart: ["gantt", "dateFormat x", "axisFormat %Q", "todayMarker off", ...bars].join("\n"),
    table: [
      ["ms", ...sides.flatMap((side) => [`${side}: source document`, "p50", "p95"])],
      ...stageNames.map((name) =>
        [stageLabels[name]].concat(sides.flatMap((side) => cells(side, name))),
      ),
      [
        "first token, by the document's title",
        ...sides.flatMap((side) => [ms(sourceWaterfalls[side].titleMs), "", ""]),
      ],
    ],
    remarks: [
      "Bars are medians, from the moment a message was meant to be sent; what overlaps is saved once.",
      "The source document's bars add up to 1,060 and 761 ms.",
    ],
  }
}

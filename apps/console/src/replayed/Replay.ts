/**
 * Helpers for `/machine/replay`, which on request runs the source document's configurations before and after
 * optimisation and reports progress and measured times. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 *
 * `factorsOf` says how many times sooner the medians came; `shareDone` is the progress from 0 to 1; `lastOf` is the end of whatever ended last on either side;
 * `onlyOf` returns the stages that one side has and the other does not.
 */

import type {
  ReplayedStage,
  ReplayResult,
  ReplayStep,
  SideName,
} from "../../replay/ReplayResult.ts"

export const sides = ["before", "after"] as const satisfies ReadonlyArray<SideName>

export type Replay =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly step?: ReplayStep }
  | { readonly state: "done"; readonly result: ReplayResult }
  | { readonly state: "failed"; readonly why: string }

/** About what part of a side each step takes, and what part is over when it begins. */
const parts = {
  starting: { from: 0, to: 0.4 },
  warming: { from: 0.4, to: 0.6 },
  asking: { from: 0.6, to: 1 },
} as const

/** How much of a replay is over, from 0 to 1. */
export const shareDone = (step: ReplayStep | undefined): number => {
  if (step === undefined) return 0
  const { from, to } = parts[step.step]
  const within = step.of === 0 ? 0 : step.done / step.of
  return (sides.indexOf(step.side) + from + within * (to - from)) / sides.length
}

export const factorsOf = ({ sides: { after, before } }: ReplayResult) => ({
  firstContent: before.firstContentMs.p50 / after.firstContentMs.p50,
  firstToken: before.firstTokenMs.p50 / after.firstTokenMs.p50,
})

/** Of both sides, so that they have one axis and their bars can be compared. */
export const lastOf = ({ sides: both }: ReplayResult): number =>
  Math.max(
    1,
    ...sides.flatMap((side) =>
      both[side].stages
        .flatMap(({ endMs, source }) => [endMs, source?.endMs ?? 0])
        .concat(both[side].firstTokenMs.p50),
    ),
  )

/** Stages that the other side does not have. */
export const onlyOf = (
  { sides: both }: ReplayResult,
  name: SideName,
): ReadonlyArray<ReplayedStage> => {
  const other = both[name === "before" ? "after" : "before"].stages
  return both[name].stages.filter(({ stage }) => !other.some((one) => one.stage === stage))
}

/**
 * One run of the judge, a model that decides whether two questions ask the same: candidate pairs in random order, mixed
 * with control pairs that are known to differ (`ControlPairs.ts`).
 *
 * Three control pairs come first, then one after every three candidates, and one last while approvals are unconfirmed.
 * An approval counts only after a later control was judged right, if necessary in the next run. If one control is
 * called the same, no approval of the run counts. A control without an answer ends the run.
 */
import type { AliasPair, Models } from "@manga-assist/assistant"
import type { BedrockChat } from "@manga-assist/connections"
import { Effect, Random } from "effect"
import type { Purchases } from "../spending/Purchases.ts"
import { differentPairs } from "./ControlPairs.ts"
import type { Pair } from "./JudgePrompt.ts"
import type { LearningTally } from "./LearningTally.ts"
import { judge, type JudgeUse } from "./PairJudge.ts"

export interface Candidate extends AliasPair {
  readonly locale: "en" | "ja"
}

const controlsFirst = 3
const pairsBetweenControls = 3

const shuffled = Effect.fnUntraced(function* <A>(list: ReadonlyArray<A>) {
  const ranked: Array<readonly [number, A]> = []
  for (const each of list) ranked.push([yield* Random.next, each])
  return ranked.toSorted(([a], [b]) => a - b).map(([, each]) => each)
})

/** Asked in the language of the pairs, so that nothing tells it from them. */
const controlsFor = (candidates: ReadonlyArray<Candidate>) => {
  const locales = new Set(candidates.map(({ locale }) => locale))
  return shuffled(differentPairs.filter(({ locale }) => locales.has(locale)))
}

const pairOf = ({ kept, locale, words }: Candidate): Pair => ({
  locale,
  first: words,
  second: kept,
})

export interface RunOutcome {
  readonly approved: ReadonlyArray<Candidate>
  /** Approved, and no control has followed: to be carried into the next run. */
  readonly unconfirmed: ReadonlyArray<Candidate>
  readonly rejected: ReadonlyArray<Pair>
  /** False: a pair that is known to differ was called the same. */
  readonly believed: boolean
}

/**
 * Tells the tally of everything but approvals, which are its caller's to keep. `carried`: what the last run left
 * unconfirmed.
 */
export const judgedRun = Effect.fnUntraced(function* (
  candidates: ReadonlyArray<Candidate>,
  carried: ReadonlyArray<Candidate>,
  use: JudgeUse,
  tally: LearningTally,
): Effect.fn.Return<RunOutcome, never, BedrockChat | Models | Purchases> {
  const approved: Array<Candidate> = []
  const rejected: Array<Pair> = []
  let unconfirmed: Array<Candidate> = [...carried]
  const controls = [...(yield* controlsFor([...candidates, ...carried]))]
  let believed = true

  /** False ends the run. */
  const control = Effect.gen(function* () {
    const pair = controls.shift()
    if (pair === undefined) return true
    controls.push(pair)
    const verdict = yield* judge(pair, use)
    if (verdict.kind === "stopped") {
      tally.stopped = verdict.by
      return false
    }
    if (verdict.kind === "late" || verdict.kind === "unreadable") {
      // It says nothing of the judge, and so confirms nothing.
      tally.stopped = "control-unanswered"
      return false
    }
    tally.controls += 1
    if (verdict.kind === "same") {
      tally.disagreed += 1
      believed = false
      return false
    }
    approved.push(...unconfirmed)
    unconfirmed = []
    return true
  })

  const one = Effect.fnUntraced(function* (candidate: Candidate) {
    const verdict = yield* judge(pairOf(candidate), use)
    if (verdict.kind === "stopped") {
      tally.stopped = verdict.by
      return false
    }
    if (verdict.kind === "same") unconfirmed.push(candidate)
    else {
      tally.reject(verdict.kind)
      // A judge that was late or unreadable may do better another time.
      if (verdict.kind === "different" || verdict.kind === "disagrees") {
        rejected.push(pairOf(candidate))
      }
    }
    return true
  })

  const run = Effect.gen(function* () {
    for (let count = 0; count < controlsFirst; count += 1) if (!(yield* control)) return
    let since = 0
    for (const candidate of yield* shuffled(candidates)) {
      if (!(yield* one(candidate))) return
      since += 1
      if (since < pairsBetweenControls) continue
      since = 0
      if (!(yield* control)) return
    }
    if (unconfirmed.length > 0) yield* control
  })
  if (candidates.length + carried.length > 0) yield* run
  if (believed) return { approved, unconfirmed, rejected, believed }
  tally.reject("control", approved.length + unconfirmed.length)
  return { approved: [], unconfirmed: [], rejected: [], believed }
})

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
import { differentPairs } from "./ControlPairs.ts"
import type { Pair } from "./JudgePrompt.ts"
import { type LearningTally, Stopped } from "./LearningTally.ts"
import { judge, type JudgeUse } from "./PairJudge.ts"

export interface Candidate extends AliasPair {
  readonly locale: "en" | "ja"
}

const controlsFirst = 3
const pairsBetweenControls = 3

export const pairOf = ({ kept, locale, words }: Candidate): Pair => ({
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
): Effect.fn.Return<RunOutcome, never, BedrockChat | Models> {
  const approved: Array<Candidate> = []
  const rejected: Array<Pair> = []
  let unconfirmed: Array<Candidate> = [...carried]
  // Asked in the language of the pairs, so that nothing tells it from them.
  const locales = new Set([...candidates, ...carried].map(({ locale }) => locale))
  if (locales.size === 0) return { approved, unconfirmed, rejected, believed: true }
  const controls = yield* Random.shuffle(differentPairs.filter((pair) => locales.has(pair.locale)))
  let asked = 0

  const control = Effect.gen(function* () {
    const pair = controls[asked % controls.length]
    if (pair === undefined) return
    asked += 1
    const verdict = yield* judge(pair, use)
    if (verdict === "late" || verdict === "unreadable") {
      // It says nothing of the judge, and so confirms nothing.
      return yield* new Stopped({ by: "control-unanswered" })
    }
    tally.controls += 1
    if (verdict === "same") return yield* Effect.fail("disbelieved" as const)
    approved.push(...unconfirmed)
    unconfirmed = []
  })

  const one = Effect.fnUntraced(function* (candidate: Candidate) {
    const verdict = yield* judge(pairOf(candidate), use)
    if (verdict === "same") {
      unconfirmed.push(candidate)
      return
    }
    tally.reject(verdict)
    // A judge that was late or unreadable may do better another time.
    if (verdict === "different" || verdict === "disagrees") rejected.push(pairOf(candidate))
  })

  const believed = yield* Effect.gen(function* () {
    for (let count = 0; count < controlsFirst; count += 1) yield* control
    for (const [at, candidate] of (yield* Random.shuffle(candidates)).entries()) {
      yield* one(candidate)
      if (at % pairsBetweenControls === pairsBetweenControls - 1) yield* control
    }
    if (unconfirmed.length > 0) yield* control
    return true
  }).pipe(
    Effect.catch((stop) => {
      if (stop !== "disbelieved") tally.stop(stop)
      return Effect.succeed(stop !== "disbelieved")
    }),
  )
  if (believed) return { approved, unconfirmed, rejected, believed }
  tally.disagreed += 1
  tally.reject("control", approved.length + unconfirmed.length)
  return { approved: [], unconfirmed: [], rejected: [], believed }
})

/**
 * Replays a stream of questions over a store in this process on a simulated clock, with or without the precompute
 * worker. Counts which source answered, and lists the false hits: questions that were served the cached answer of one with
 * another meaning.
 */
import { Effect } from "effect"
import type { Asked, Row } from "./LabelledTraffic.ts"
import { type StoreInProcess, startStoreInProcess } from "./StoreInProcess.ts"

/** Of a text of the schedule or of the traffic: what it means. */
export type MeaningOf = (text: string) => Pick<Asked, "isLabelled" | "meaning"> | undefined

export interface ReplayOptions {
  readonly questions: ReadonlyArray<Asked>
  readonly perSecond: number
  readonly ahead: boolean
  readonly meaningOf: MeaningOf
  readonly onProgress: (asked: number) => void
}

export interface Replayed {
  /** By row of the source document's table, then by what answered. */
  readonly rows: Readonly<Record<Row, Readonly<Record<string, number>>>>
  /** Another question's answer was served: "stored => asked". */
  readonly falseHits: ReadonlyArray<string>
  /** Hits between the labelled set and a pattern, of which nobody has said whether they mean the same. */
  readonly unjudged: ReadonlyArray<string>
  readonly customerCalls: number
  readonly workerCalls: number
  readonly workerTokens: number
  /** Entries that were found run out or missing by a pass after the first. */
  readonly ranOut: number
  readonly hours: number
}

export const cachedSources = ["precomputed", "exact", "canonical", "alias"] as const

/** Between two passes; in the schedule's own time it is 20 s. */
const passEveryMs = 40_000
const turnsOfSession = 3

export const replay = (options: ReplayOptions): Promise<Replayed> =>
  Effect.runPromise(
    Effect.scoped(Effect.flatMap(startStoreInProcess(), (store) => run(store, options))),
  )

const run = Effect.fnUntraced(function* (
  store: StoreInProcess,
  { ahead, meaningOf, onProgress, perSecond, questions }: ReplayOptions,
) {
  const rows: Record<Row, Record<string, number>> = {
    trending: {},
    "new-releases": {},
    genre: {},
    title: {},
    other: {},
  }
  const falseHits: Array<string> = []
  const gapMs = 1_000 / perSecond
  const unjudged: Array<string> = []
  let [workerCalls, workerTokens, ranOut] = [0, 0, 0]
  let [at, nextPass, passes] = [0, 0, 0]
  const work = Effect.gen(function* () {
    const before = store.calls()
    if (passes > 0) {
      const { due } = yield* store.worker.plan({})
      ranOut += due.filter(({ why }) => why === "missing" || why === "ran-out").length
    }
    const { tokens } = yield* store.worker.pass({})
    passes += 1
    workerTokens += tokens
    workerCalls += store.calls() - before
  })
  for (const [index, { isLabelled, meaning, row, text }] of questions.entries()) {
    if (ahead && at >= nextPass) {
      yield* work
      nextPass = at + passEveryMs
    }
    if (index % 500 === 0) onProgress(index)
    const session = `s-${Math.floor(index / turnsOfSession)}`
    const events = yield* store.ask(session, text)
    let source = "failed"
    let said = ""
    for (const event of events) {
      if (event.type === "turn-end") ({ source } = event.end)
      else if (event.type === "delta") said += event.text
    }
    rows[row][source] = (rows[row][source] ?? 0) + 1
    store.pass(gapMs)
    at += gapMs
    if (!cachedSources.some((each) => each === source)) continue
    const stored = meaningOf(said)
    if (stored?.meaning === meaning) continue
    const isJudged = stored !== undefined && stored.isLabelled === isLabelled
    ;(isJudged ? falseHits : unjudged).push(`${said} => ${text}`)
  }
  return {
    rows,
    falseHits,
    unjudged,
    customerCalls: store.calls() - workerCalls,
    workerCalls,
    workerTokens,
    ranOut,
    hours: at / 3_600_000,
  }
})

/**
 * Replays two configurations, one after the other, over running emulators that others use as well: `before` has all
 * latency techniques off, `after` all on, those of the source document and the project's own. Each has a server and
 * cached answers of its own and is asked the same questions. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 *
 * Meanwhile the emulators' delays are set for everybody; afterwards the earlier ones are restored. Injected faults
 * would be measured instead, so it refuses to run while any is on.
 */
import type { ReplayedSide, ReplayResult, ReplayStep, SideName } from "@manga-assist/console/replay"
import { arrange, patient, startLaboratoryServer } from "../laboratory/RunningLaboratory.ts"
import { after, before } from "../laboratory/Technique.ts"
import { type LoadOutcome, runTurns } from "../laboratory/TurnLoad.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { pause } from "../measure/OpenLoop.ts"
import { put, setLatency } from "../store/Admin.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import type { RunningServices } from "../store/RunningStore.ts"
import { sourceWaterfalls } from "../waterfall/SourceWaterfall.ts"
import { stageTimes } from "../waterfall/StageTimes.ts"

export interface ReplayOptions {
  readonly services: Pick<RunningServices, "admin" | "environment">
  /** For what the servers keep; theirs alone. */
  readonly folder: string
  readonly questions: number
  readonly onStep: (step: ReplayStep) => void
}

const configurations = { before, after }

/** About three turns at once. */
const perSecond = 3
/** Asked without played times, so that the engine has compiled what is measured. */
const warmUps = { turns: 40, perSecond: 12, seed: 1, question: nextLikeTitles }
/** Of what the warm-up's answers still write. */
const settleMs = 500

const tenth = (ms: number): number => Math.round(ms * 10) / 10

const spreadOf = (times: ReadonlyArray<number>) => {
  const histogram = LatencyHistogram.of(times)
  return { p50: tenth(histogram.percentile(50)), p95: tenth(histogram.percentile(95)) }
}

/** The stages of the median turn and the waits of customers, beside the source document's figures. */
export const sideOf = (side: SideName, { failures, turns }: LoadOutcome): ReplayedSide => {
  const source = sourceWaterfalls[side]
  if (turns.length === 0) {
    throw new RangeError(`${side}: the model answered none (${failures[0] ?? "no reason given"})`)
  }
  return {
    turns: turns.length,
    firstTokenMs: spreadOf(turns.map(({ firstTokenMs }) => firstTokenMs)),
    firstContentMs: spreadOf(
      turns.map(({ firstProductsMs = Infinity, firstTokenMs }) =>
        Math.min(firstProductsMs, firstTokenMs),
      ),
    ),
    stages: stageTimes(turns).map(({ p50, stage, startMs }) => ({
      stage,
      startMs: tenth(startMs),
      endMs: tenth(startMs + p50),
      source: source.bars[stage],
    })),
    sourceMs: source.titleMs,
    failures,
  }
}

export const resultOf = (
  questions: ReadonlyArray<string>,
  sides: ReplayResult["sides"],
): ReplayResult => {
  const saved = (of: "firstContentMs" | "firstTokenMs") =>
    tenth(sides.before[of].p50 - sides.after[of].p50)
  const savedMs = { firstToken: saved("firstTokenMs"), firstContent: saved("firstContentMs") }
  return { questions, sides, savedMs }
}

const run = async (
  { folder, onStep, services }: ReplayOptions,
  side: SideName,
  questions: ReadonlyArray<string>,
): Promise<ReplayedSide> => {
  const tell = (step: ReplayStep["step"], of: number) => {
    let done = 0
    const onTurn = () => onStep({ side, step, done: done++, of })
    onTurn()
    return onTurn
  }
  const configuration = configurations[side]
  tell("starting", 0)
  await using server = await startLaboratoryServer(services, `${folder}/${side}`, {
    ...patient,
    PREFETCH: configuration.prefetch ? "on" : "off",
    // Answers of one side, or of a replay before, would be found by the other.
    REDIS_KEY_PREFIX: `replay-${process.pid}-${Date.now()}-${side}:`,
  })
  const arranged = await arrange(services, server, configuration)
  await setLatency(services, {}, false)
  await runTurns(arranged, { ...warmUps, onTurn: tell("warming", warmUps.turns) })
  await pause(settleMs)
  await arrange(services, server, configuration)
  const left = questions.values()
  const load = { turns: questions.length, perSecond, seed: 2 }
  const onTurn = tell("asking", questions.length)
  const question = () => left.next().value ?? ""
  return sideOf(side, await runTurns(arranged, { ...load, question, onTurn }))
}

export const replay = async (options: ReplayOptions): Promise<ReplayResult> => {
  const { admin } = options.services
  const read = async (what: string): Promise<unknown> => {
    const reply = await fetch(`${admin}/${what}`)
    if (!reply.ok) throw new Error(`${admin}/${what} answered ${reply.status}`)
    return reply.json()
  }
  const faults = await read("faults")
  if (!Array.isArray(faults) || faults.length > 0) {
    throw new Error("a fault is on, and would be measured instead: heal it first")
  }
  // Its own shape; see local-aws.
  const { jitter, services } = (await read("latency")) as Record<string, unknown>
  const questions = Array.from({ length: options.questions }, nextLikeTitles)
  try {
    return resultOf(questions, {
      before: await run(options, "before", questions),
      after: await run(options, "after", questions),
    })
  } finally {
    await put(`${admin}/latency`, { services, jitter })
  }
}

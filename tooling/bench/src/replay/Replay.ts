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
import { runTurns } from "../laboratory/TurnLoad.ts"
import { pause } from "../measure/OpenLoop.ts"
import { put, setLatency } from "../store/Admin.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import type { RunningServices } from "../store/RunningStore.ts"
import { resultOf, sideOf } from "./ReplayResult.ts"

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

const readJson = async (address: string): Promise<unknown> => {
  const reply = await fetch(address)
  if (!reply.ok) throw new Error(`${address} answered ${reply.status}`)
  return reply.json()
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
  const { failures, turns } = await runTurns(arranged, {
    turns: questions.length,
    perSecond,
    seed: 2,
    question: () => left.next().value ?? "",
    onTurn: tell("asking", questions.length),
  })
  return sideOf(side, turns, failures)
}

export const replay = async (options: ReplayOptions): Promise<ReplayResult> => {
  const { admin } = options.services
  const faults = await readJson(`${admin}/faults`)
  if (!Array.isArray(faults) || faults.length > 0) {
    throw new Error("a fault is on, and would be measured instead: heal it first")
  }
  // Its own shape; see local-aws.
  const { jitter, services } = (await readJson(`${admin}/latency`)) as Record<string, unknown>
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

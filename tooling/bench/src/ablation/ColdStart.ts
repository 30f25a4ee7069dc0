/**
 * Measures the time to the first token of a process's first turn, without and with a warm-up before it is ready. Each
 * sample starts a new process, both kinds alternately, over emulated services with exact latencies.
 */
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import type { Laboratory } from "../laboratory/RunningLaboratory.ts"
import { after } from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"

/** Milliseconds to the first token, one for each process. */
export interface ColdStarts {
  readonly cold: ReadonlyArray<number>
  readonly warm: ReadonlyArray<number>
}

const firstTurn = async (
  laboratory: Laboratory,
  environment: Readonly<Record<string, string>>,
): Promise<number> => {
  await using server = await laboratory.start({ LATENCY_BUDGET_MS: "10000", ...environment })
  const arranged = { url: server.url, configuration: after, seed: undefined }
  const load = { turns: 1, perSecond: 100, seed: 1, question: nextLikeTitles }
  const { failures, turns } = await runTurns(arranged, load)
  const [first] = turns
  if (first === undefined) throw new Error(`no first turn: ${failures[0] ?? "nothing came"}`)
  return first.firstTokenMs
}

/** So many processes of each kind, in turn. The emulators must play "after", exactly. */
export const coldStarts = async (
  laboratory: Laboratory,
  processes: number,
): Promise<ColdStarts> => {
  await laboratory.arrange(after)
  const cold: Array<number> = []
  const warm: Array<number> = []
  for (let at = 0; at < processes; at += 1) {
    cold.push(await firstTurn(laboratory, { LABORATORY_WARM_UP: "off" }))
    warm.push(await firstTurn(laboratory, {}))
  }
  return { cold, warm }
}

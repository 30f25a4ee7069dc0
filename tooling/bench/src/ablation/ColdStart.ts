/** The first turn of a process: of one that is ready at once, and of one that warmed up before. */
import { nextLikeTitles } from "../laboratory/LaboratoryQuestions.ts"
import type { Laboratory } from "../laboratory/RunningLaboratory.ts"
import { after } from "../laboratory/Technique.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"

export interface ColdStarts {
  readonly coldMs: number
  readonly warmMs: number
}

const firstTurn = async (
  laboratory: Laboratory,
  environment: Readonly<Record<string, string>>,
): Promise<number> => {
  const server = await laboratory.start({ LATENCY_BUDGET_MS: "10000", ...environment })
  try {
    const arranged = { url: server.url, configuration: after, seed: undefined }
    const load = { turns: 1, perSecond: 100, seed: 1, question: nextLikeTitles }
    const { failures, turns } = await runTurns(arranged, load)
    const [first] = turns
    if (first === undefined) throw new Error(`no first turn: ${failures[0] ?? "nothing came"}`)
    return first.firstTokenMs
  } finally {
    await server.stop()
  }
}

/** The emulators must play "after", exactly. */
export const coldStarts = async (laboratory: Laboratory): Promise<ColdStarts> => {
  await laboratory.arrange(after)
  return {
    coldMs: await firstTurn(laboratory, { LABORATORY_WARM_UP: "off" }),
    warmMs: await firstTurn(laboratory, {}),
  }
}

/**
 * Turns that are measured by nobody and come as fast as the cores allow, because the services take no time:
 * the engine compiles what runs often only after hundreds of turns, and a server lives for millions.
 */
import type { Arranged, Laboratory } from "./RunningLaboratory.ts"
import { setLatency } from "../mix/Admin.ts"
import { runTurns } from "./TurnLoad.ts"

export interface HurriedTurns {
  readonly questions: ReadonlyArray<() => string>
  /** Of each kind of question. */
  readonly turns: number
  readonly perSecond: number
}

/** `arranged`: what is measured next has to be arranged again, or its services take no time either. */
export const hurriedTurns = async (
  laboratory: Laboratory,
  arranged: Arranged,
  { perSecond, questions, turns }: HurriedTurns,
): Promise<void> => {
  await setLatency(laboratory, {}, false)
  for (const question of questions)
    await runTurns(arranged, { question, turns, perSecond, seed: 0 })
}

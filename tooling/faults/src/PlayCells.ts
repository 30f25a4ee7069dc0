/**
 * Plays cells from one list in several worlds side by side, as most of a cell is waiting. A world is a whole store of its
 * own: it knows nothing of the others, but shares the machine with them.
 */
import { sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { type Cell } from "./Cells.ts"
import { fromOneList } from "./FromOneList.ts"
import { failed, judge } from "./Judge.ts"
import { keptProblems, readKept, recordedTurns, repeatedEvents } from "./Kept.ts"
import type { Judged } from "./Page.ts"
import { runCell } from "./RunCell.ts"
import { type Cores, openWorld } from "./World.ts"

export interface PlayOptions {
  readonly planned: ReadonlyArray<Cell>
  /** One world for each. */
  readonly worlds: ReadonlyArray<Cores>
  /** Whether there is time for another cell. */
  readonly goesOn: () => boolean
  readonly onPlayed: (judged: Judged, tookMs: number) => void
}

/** Verdicts in the order of the plan. Rejects when a world cannot be opened, renewed or looked into. */
export const playCells = async ({ goesOn, onPlayed, planned, worlds }: PlayOptions) => {
  const all = await fromOneList(planned, worlds, async (cores, take) => {
    await using world = await openWorld(cores)
    const played: Array<{ at: number; judged: Judged; turns: ReadonlyArray<string> }> = []
    for (let taken = take(); taken !== undefined && goesOn(); taken = take()) {
      const [at, cell] = taken
      const begun = sharedClock.now()
      const one = await runCell(world, cell).catch((error: unknown) => String(error))
      const isPlayed = typeof one !== "string"
      const judged = { ...(isPlayed ? judge(one) : failed(one)), cell }
      // A server that is not well again is replaced.
      if (judged.broken.length > 0) await world.renew(cell.layer)
      played.push({ at, judged, turns: isPlayed ? recordedTurns(one.messages) : [] })
      onPlayed(judged, sharedClock.now() - begun)
    }
    const kept = await readKept(world)
    const verdicts = played.map(({ at, judged, turns }) => ({
      at,
      judged: { ...judged, broken: [...judged.broken, ...keptProblems(kept, turns)] },
    }))
    return { verdicts, repeated: repeatedEvents(kept) }
  })
  return {
    judged: all
      .flatMap(({ verdicts }) => verdicts)
      .toSorted((one, other) => one.at - other.at)
      .map(({ judged }) => judged),
    repeatedEvents: all.reduce((sum, { repeated }) => sum + repeated, 0),
  }
}

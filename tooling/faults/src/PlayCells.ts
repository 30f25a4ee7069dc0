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
  /** Once more, of a cell that broke; no time is looked at for it. */
  readonly triesOfCell: 1 | 2
  /** Of each time that a cell is played. */
  readonly onPlayed: (judged: Judged, tookMs: number) => void
}

/** Verdicts in the order of the plan. Rejects when a world cannot be opened, renewed or looked into. */
export const playCells = async ({
  goesOn,
  onPlayed,
  planned,
  triesOfCell,
  worlds,
}: PlayOptions) => {
  const all = await fromOneList(planned, worlds, async (cores, take) => {
    await using world = await openWorld(cores)
    const played: Array<{ at: number; judged: Judged; turns: ReadonlyArray<string> }> = []
    for (let taken = take(); taken !== undefined && goesOn(); taken = take()) {
      const [at, cell] = taken
      // Whatever the second time says, records of both have to be kept.
      const turns: Array<string> = []
      for (let tries = 1; ; tries += 1) {
        const begun = sharedClock.now()
        const one = await runCell(world, cell).catch((error: unknown) => String(error))
        const isPlayed = typeof one !== "string"
        const judged = { ...(isPlayed ? judge(one) : failed(one)), cell }
        if (isPlayed) turns.push(...recordedTurns(one.messages))
        onPlayed(judged, sharedClock.now() - begun)
        const isBroken = judged.broken.length > 0
        // A server that is not well again is replaced.
        if (isBroken) await world.renew(cell.layer)
        if (isBroken && tries < triesOfCell) continue
        played.push({ at, judged, turns })
        break
      }
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

/**
 * A row of the laboratory: what runs, what load it is put under, and which figures that makes. Everything else (rounds, noise, progress, warming, the end of processes) is done here, once.
 */
import { type Figure, figure, type FigureOptions, type NumberIn } from "../measure/Figure.ts"
import { type Measuring, type Part } from "./Benchmark.ts"

export interface RowFigure<Seen, Name extends string> extends Pick<FigureOptions, "target"> {
  readonly name: Name
  readonly unit: string
  /** Of one round: a number that has this name there, or what is made of it. */
  readonly of: NumberIn<Seen> | ((seen: Seen) => number | undefined)
  readonly note?: string | ((seen: ReadonlyArray<Seen>) => string | undefined)
}

export interface Row<Lab extends AsyncDisposable, Load extends object, Name extends string> {
  readonly name: string
  /** Starts what is measured; ended afterwards. */
  readonly processes: (measuring: Measuring) => Promise<Lab>
  /** What nobody measures: connections are made, code is compiled. */
  readonly warm?: (lab: Lab, measuring: Measuring) => Promise<unknown>
  /** One round. */
  readonly load: (lab: Lab, measuring: Measuring, round: number) => Promise<Load>
  /** As many as are asked for unless given. */
  readonly rounds?: (measuring: Measuring) => number
  /** What others' use of the machine does not change, counts and memory: never repeated. */
  readonly isSteady?: boolean
  /** Looks inside when all is measured, and may illustrate. */
  readonly afterwards?: (lab: Lab, measuring: Measuring) => Promise<unknown>
  readonly figures: (
    measuring: Measuring,
    seen: ReadonlyArray<Load>,
  ) => ReadonlyArray<RowFigure<Load, Name>>
}

/** What the rounds say. */
export const figuresOf = <Seen, const Name extends string>(
  seen: ReadonlyArray<Seen>,
  figures: ReadonlyArray<RowFigure<Seen, Name>>,
): ReadonlyArray<Figure<Name>> =>
  figures.map(({ name, note, of, target, unit }) => {
    const find = typeof of === "function" ? of : (round: Seen) => Number(round[of])
    // A round without it is an error.
    const values = seen.map((round) => find(round) ?? Number.NaN)
    return figure(name, unit, values, {
      target,
      note: typeof note === "function" ? note(seen) : note,
    })
  })

export const row = <Lab extends AsyncDisposable, Load extends object, const Name extends string>(
  it: Row<Lab, Load, Name>,
): Part<Name> => ({
  name: it.name,
  measure: async (measuring) => {
    const { overRounds, overSteadyRounds, progress, rounds } = measuring
    progress.step(`${it.name}: starting`)
    await using lab = await it.processes(measuring)
    if (it.warm !== undefined) {
      progress.step(`${it.name}: warming up`)
      await it.warm(lab, measuring)
    }
    const count = it.rounds?.(measuring) ?? rounds
    const seen = await (it.isSteady === true ? overSteadyRounds : overRounds)(count, (round) => {
      progress.step(`${it.name}: round ${round + 1} of ${count}`)
      return it.load(lab, measuring, round)
    })
    await it.afterwards?.(lab, measuring)
    return figuresOf(seen, it.figures(measuring, seen))
  },
})

/**
 * A row of the laboratory: what runs, what load it is put under, which counters are read around the load, and which
 * figures that makes. Everything else (rounds, noise, progress, warming, the end of processes) is done here, once.
 */
import { type Figure, figure, type FigureOptions, type NumberIn } from "../measure/Figure.ts"
import { type Measuring, type Part } from "./Benchmark.ts"

/** Numbers that only grow: processor time, counts of a service. A load is charged with what they grew by. */
export type Readers<Counter extends string> = Readonly<Record<Counter, () => Promise<number>>>

export interface RowFigure<Seen, Name extends string> extends Pick<FigureOptions, "target"> {
  readonly name: Name
  readonly unit: string
  /** Of one round: a number that has this name there, or what is made of it. */
  readonly of: NumberIn<Seen> | ((seen: Seen, round: number) => number | undefined)
  readonly note?: string | ((seen: ReadonlyArray<Seen>) => string | undefined)
}

export interface Row<
  Lab extends AsyncDisposable,
  Load extends object,
  Name extends string,
  Counter extends string = never,
> {
  readonly name: string
  /** Starts what is measured; ended afterwards. */
  readonly processes: (measuring: Measuring) => Promise<Lab>
  /** What nobody measures: connections are made, code is compiled. */
  readonly warm?: (lab: Lab, measuring: Measuring) => Promise<unknown>
  readonly readers?: (lab: Lab) => Readers<Counter>
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
    seen: ReadonlyArray<Load & Readonly<Record<NoInfer<Counter>, number>>>,
  ) => ReadonlyArray<RowFigure<Load & Readonly<Record<NoInfer<Counter>, number>>, Name>>
}

const readAll = async <Counter extends string>(readers: Partial<Readers<Counter>>) =>
  Promise.all(
    Object.entries<() => Promise<number>>(readers as Readers<Counter>).map(
      async ([name, read]) => [name, await read()] as const,
    ),
  )

/** What the rounds say. */
export const figuresOf = <Seen, const Name extends string>(
  seen: ReadonlyArray<Seen>,
  figures: ReadonlyArray<RowFigure<Seen, Name>>,
): ReadonlyArray<Figure<Name>> =>
  figures.map(({ name, note, of, target, unit }) => {
    const find = typeof of === "function" ? of : (round: Seen) => Number(round[of])
    // A round without it is an error.
    const values = seen.map((round, at) => find(round, at) ?? Number.NaN)
    return figure(name, unit, values, {
      target,
      note: typeof note === "function" ? note(seen) : note,
    })
  })

export const row = <
  Lab extends AsyncDisposable,
  Load extends object,
  const Name extends string,
  Counter extends string = never,
>(
  it: Row<Lab, Load, Name, Counter>,
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
    const seen = await (it.isSteady === true ? overSteadyRounds : overRounds)(
      count,
      async (round) => {
        progress.step(`${it.name}: round ${round + 1} of ${count}`)
        const readers = it.readers?.(lab) ?? {}
        const before = new Map(await readAll(readers))
        const load = await it.load(lab, measuring, round)
        const grown = (await readAll(readers)).map(
          ([name, value]) => [name, value - (before.get(name) ?? Number.NaN)] as const,
        )
        return { ...load, ...(Object.fromEntries(grown) as Readonly<Record<Counter, number>>) }
      },
    )
    await it.afterwards?.(lab, measuring)
    return figuresOf(seen, it.figures(measuring, seen))
  },
})

/**
 * The interface of a subcommand of `bench`: name, help, and a function that runs it and returns the exit code. Each is
 * exported by one file and registered in `Subcommands.ts`.
 */
import { type Options } from "./CommandLine.ts"
import { type Progress } from "./Progress.ts"

export interface Invocation {
  readonly parameters: ReadonlyArray<string>
  readonly options: Options
  /** Where results lie, from `--out` or the default. */
  readonly folder: string
  readonly print: (text: string) => void
  readonly progress: Progress
}

export interface Subcommand {
  readonly name: string
  /** One line for the list. */
  readonly summary: string
  /** What follows the name, for example `A.json B.json`. */
  readonly parameters?: string
  readonly help?: string
  /** Whether it takes the options of a measurement. */
  readonly measures?: boolean
  /** Its parts that `bench` alone has time for; absent: all. */
  readonly brief?: ReadonlyArray<string> | undefined
  /** Rounds that `bench` alone has time for; absent: one. */
  readonly briefRounds?: number | undefined
  /** When it ends itself, done or not; absent: it is done at once. */
  readonly mostSeconds?: (quick: boolean) => number
  /** Resolves with the exit code. @throws WrongUse on wrong parameters */
  readonly run: (invocation: Invocation) => Promise<number>
}

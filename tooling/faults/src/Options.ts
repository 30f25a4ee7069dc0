/** The command line of `pnpm faults`: an unknown option or name is refused with those that are known. */
import { optionsOf, refuse } from "@manga-assist/process/arguments"
import { availableParallelism } from "node:os"
import { type Name, names } from "./Dependencies.ts"

const byDefault = 40
/** A cell leaves most of a core's time to another one; beyond four their memory counts more. */
const worldsByDefault = Math.min(4, availableParallelism())

export const usage = `pnpm faults [options]

Breaks each dependency of the store in each way under 50 chatting sockets, judges what customers and
records suffer, and writes docs/reliability.md.

  --cells N       so many cells, chosen to cover pairs of dependency, fault and socket layer (${byDefault})
  --all           every dependency with every fault, and the pairs that are likely to be down together
  --only A,B      cells of these dependencies alone: ${names.join(", ")}
  --seed N        of the choice (1)
  --worlds N      so many stores side by side, each with its own cell, 1 to 8; two cores can carry two (${worldsByDefault})
  --minutes N     begins no cell after so many minutes, 1 to 1440
  --again         plays a cell that broke once more, on a new server: it breaks when it breaks twice
  --page FILE     the page, in place of docs/reliability.md; none: only told
  --help

Exit codes: 0 every cell held, 1 a cell broke a rule or fewer than half were played, 2 wrong arguments.`

export interface Options {
  readonly worlds: number
  /** Absent: all, and the pairs that are down together. */
  readonly cells: number | undefined
  readonly only: ReadonlyArray<Name> | undefined
  readonly seed: number
  readonly minutes: number | undefined
  readonly again: boolean
  readonly page: string | undefined
}

const nameOf = (word: string): Name =>
  names.find((name) => name === word) ?? refuse(`--only knows no ${word}: ${names.join(", ")}`)

/** @throws WrongUse naming the option and what it takes, and with `--help` */
export const readOptions = (args: ReadonlyArray<string>): Options => {
  const { has, number, value } = optionsOf(args, {
    "--cells": "value",
    "--all": "switch",
    "--only": "value",
    "--seed": "value",
    "--minutes": "value",
    "--again": "switch",
    "--worlds": "value",
    "--page": "value",
  })
  const cells = number("--cells", 1, 1_000)
  if (has("--all") && cells !== undefined) refuse("--cells and --all exclude each other")
  return {
    cells: has("--all") ? undefined : (cells ?? byDefault),
    only: value("--only")?.split(",").map(nameOf),
    seed: number("--seed", 0, 2 ** 31 - 1) ?? 1,
    worlds: number("--worlds", 1, 8) ?? worldsByDefault,
    minutes: number("--minutes", 1, 1_440),
    again: has("--again"),
    page: value("--page"),
  }
}

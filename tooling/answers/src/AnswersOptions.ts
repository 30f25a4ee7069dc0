/** Reads the command line of `pnpm answers` strictly: an unknown option or value is named and refused. */
import {
  type Kinds,
  misuseText,
  readArguments,
  wholeNumberIn,
} from "@manga-assist/process/arguments"
import { type Ordering, orderings } from "./asking/Ordering.ts"
import { WrongUse } from "@manga-assist/process/arguments"

export const usage = `answers FILE | check FILE | compare A.json B.json

Asks a list of questions (docs/answers-corpus.md) and tells whether the facts they need reach the model. A store over
emulated services is started for each order of asking. compare puts two results side by side; check reads a list and
asks nothing.

  --orders A,B  of ${orderings.join(", ")}; else all
  --parallel N  1 to 32 sessions at the same time (4)
  --seed N      of everything random (1)
  --of DIR      ask the programs of another checkout of the repository
  --keep DIR    write what reached the model for each entry, one JSON file each
  --at-least S  exit code 1 below this share of entries whose facts are held, 0 to 1
  --out DIR     where the result is written; a name that ends in .json is the file
  --json        one line of JSON instead of a table
  --help`

const kinds: Kinds = {
  "--orders": "value",
  "--parallel": "value",
  "--seed": "value",
  "--of": "value",
  "--keep": "value",
  "--at-least": "value",
  "--out": "value",
  "--json": "switch",
  "--help": "switch",
}

export interface AnswersOptions {
  readonly orders: ReadonlyArray<Ordering>
  readonly parallel: number
  readonly seed: number
  readonly of: string | undefined
  readonly keep: string | undefined
  readonly atLeast: number | undefined
  readonly out: string | undefined
  readonly json: boolean
}

export interface AnswersCommand {
  readonly words: ReadonlyArray<string>
  readonly help: boolean
  readonly options: AnswersOptions
}

const shareOf = (text: string): number => {
  const share = Number(text)
  if (/^(?:\d*\.)?\d+$/.test(text) && share <= 1) return share
  throw new WrongUse(`--at-least must be a number from 0 to 1, not ${text}`)
}

const ordersOf = (text: string): ReadonlyArray<Ordering> =>
  text.split(",").map((name) => {
    const known = orderings.find((each) => each === name)
    if (known !== undefined) return known
    throw new WrongUse(`--orders: no order ${name}; there are ${orderings.join(", ")}`)
  })

/** @throws WrongUse naming the option and what it takes */
export const readAnswersCommand = (given: ReadonlyArray<string>): AnswersCommand => {
  const found = readArguments(given, kinds)
  if ("misuse" in found) throw new WrongUse(misuseText(found.misuse))
  const { has, value, words } = found
  const whole = (name: string, standard: string, min: number, max: number): number => {
    const text = value(name) ?? standard
    const number = wholeNumberIn(text, min, max)
    if (number !== undefined) return number
    throw new WrongUse(`${name} must be a whole number from ${min} to ${max}, not ${text}`)
  }
  const [orders, atLeast] = [value("--orders"), value("--at-least")]
  return {
    words,
    help: has("--help"),
    options: {
      orders: orders === undefined ? orderings : [...new Set(ordersOf(orders))],
      parallel: whole("--parallel", "4", 1, 32),
      seed: whole("--seed", "1", 0, 2 ** 31 - 1),
      of: value("--of"),
      keep: value("--keep"),
      atLeast: atLeast === undefined ? undefined : shareOf(atLeast),
      out: value("--out"),
      json: has("--json"),
    },
  }
}

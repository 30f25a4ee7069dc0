/** Reads the command line of `pnpm eval` strictly: an unknown option or value is named and refused. */
import {
  type Kinds,
  misuseText,
  readArguments,
  wholeNumberIn,
} from "@manga-assist/process/arguments"
import { WrongUse } from "@manga-assist/process/arguments"

export const usage = `eval LIST… [options]
eval call --url URL --turn FILE TOOL JSON

Asks question lists (docs/answers-corpus.md) of a store whose model is real, and judges the answers as far as that can be
done without reading them; the others are printed for a reader. Without --url a store is started over emulated services:
with LOCAL_MODEL_URL its model is that server's, else the emulated one, which only tries the mechanics.

  --url URL      a store that runs, with its own model and settings
  --model ID     of the store that is started; with --url the model whose price is told beforehand
  --tools on|off of the store that is started
  --samples N    how often each entry is asked, 1 to 20 (1)
  --parallel N   1 to 32 sessions at the same time (4)
  --yes          the price is agreed to
  --json         one line of JSON instead of a table
  --out FILE     where all answers are written, as JSON

call makes one call of a tool for a turn that \`pnpm answers --keep\` has written, as its customer, and prints the result.
  --help`

const kinds: Kinds = {
  "--url": "value",
  "--turn": "value",
  "--model": "value",
  "--tools": "value",
  "--samples": "value",
  "--parallel": "value",
  "--out": "value",
  "--yes": "switch",
  "--json": "switch",
  "--help": "switch",
}

export interface EvalOptions {
  readonly lists: ReadonlyArray<string>
  readonly url: string | undefined
  readonly model: string | undefined
  readonly tools: string | undefined
  readonly samples: number
  readonly parallel: number
  readonly yes: boolean
  readonly json: boolean
  readonly out: string | undefined
}

export type EvalCommand =
  | { readonly kind: "help" }
  | { readonly kind: "call"; readonly call: Record<"url" | "turn" | "name" | "input", string> }
  | { readonly kind: "ask"; readonly options: EvalOptions }

/** @throws WrongUse naming the option and what it takes */
export const readEvalCommand = (given: ReadonlyArray<string>): EvalCommand => {
  const found = readArguments(given, kinds)
  if ("misuse" in found) throw new WrongUse(misuseText(found.misuse))
  const { has, value, words } = found
  if (has("--help")) return { kind: "help" }
  const [url, tools] = [value("--url"), value("--tools")]
  if (words[0] === "call") {
    const [, name, input, ...more] = words
    const turn = value("--turn")
    if (url === undefined || turn === undefined || name === undefined || input === undefined) {
      throw new WrongUse("call needs --url, --turn, the name of a tool and its input as JSON")
    }
    if (more.length > 0) throw new WrongUse("call takes one tool and one input")
    return { kind: "call", call: { url, turn, name, input } }
  }
  const whole = (name: string, standard: string, max: number) => {
    const text = value(name) ?? standard
    const number = wholeNumberIn(text, 1, max)
    if (number !== undefined) return number
    throw new WrongUse(`${name} must be a whole number from 1 to ${max}, not ${text}`)
  }
  if (words.length === 0) throw new WrongUse("eval needs a question list")
  if (has("--turn")) throw new WrongUse("--turn is for eval call")
  if (tools !== undefined && url !== undefined) {
    throw new WrongUse("--tools is a setting of a store that is started, not of one that runs")
  }
  if (tools !== undefined && tools !== "on" && tools !== "off") {
    throw new WrongUse(`--tools must be on or off, not ${tools}`)
  }
  return {
    kind: "ask",
    options: {
      lists: words,
      url,
      tools,
      model: value("--model"),
      samples: whole("--samples", "1", 20),
      parallel: whole("--parallel", "4", 32),
      yes: has("--yes"),
      json: has("--json"),
      out: value("--out"),
    },
  }
}

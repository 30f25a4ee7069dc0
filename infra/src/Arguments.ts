/**
 * Parses the command line of `pnpm infra`: a command, `-c name=value` for the stack, and for `cost` the expected traffic
 * (turns a day, share of cached answers). The export `usage` is the help text.
 */
import { parseArgs } from "node:util"
import { defaultUsage, type Usage } from "./cost/Usage.ts"
import { optionHelp } from "./options/Options.ts"

export type Job =
  | { readonly job: "help" }
  | { readonly job: "wrong"; readonly message: string }
  | { readonly job: "synth"; readonly context: Context }
  | { readonly job: "capacity" }
  | {
      readonly job: "cost"
      readonly context: Context
      readonly usage: Usage
      readonly json: boolean
    }

type Context = Readonly<Record<string, string>>

export const usage = `pnpm infra synth [-c NAME=VALUE …]   the templates in infra/cdk.out, checked; no account needed
pnpm infra cost [-c NAME=VALUE …]    what a month costs, by item
  --turns-per-day N      (default ${defaultUsage.turnsPerDay})
  --hit-rate PERCENT     answers that ask no model (default ${defaultUsage.hitRate * 100})
  --complex PERCENT      of the model's calls, those of the larger one (default ${defaultUsage.complexShare * 100})
  --json                 one JSON object
pnpm infra capacity                  the page docs/capacity.md, from the benchmarks' results

-c NAME=VALUE, also of \`cdk deploy\`
${optionHelp.map(([name, byDefault, help]) => `  ${name.padEnd(18)} ${help} (default ${byDefault})`).join("\n")}

Exit codes: 0 done, 1 a rule is broken, 64 wrong arguments`

class WrongArgument extends Error {}

const number = (name: string, text: string | undefined, byDefault: number, most: number) => {
  if (text === undefined) return byDefault
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value <= most) return value
  throw new WrongArgument(`${name} must be a whole number up to ${most}, not ${text}`)
}

const contextOf = (pairs: ReadonlyArray<string>): Context => {
  const known = new Set(optionHelp.map(([name]) => name))
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...rest] = pair.split("=")
      if (rest.length === 0) throw new WrongArgument(`-c ${pair} must be NAME=VALUE`)
      if (!known.has(name)) throw new WrongArgument(`-c ${name}: there is no such option`)
      return [name, rest.join("=")]
    }),
  )
}

export const parseJob = (args: ReadonlyArray<string>): Job => {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        context: { type: "string", short: "c", multiple: true },
        "turns-per-day": { type: "string" },
        "hit-rate": { type: "string" },
        complex: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    })
    const [command, ...more] = positionals
    if (values.help === true || command === undefined || command === "help") return { job: "help" }
    if (more.length > 0) throw new WrongArgument(`one command at a time, not also ${more[0]}`)
    const context = contextOf(values.context ?? [])
    if (command === "synth") return { job: "synth", context }
    if (command === "capacity") return { job: "capacity" }
    if (command !== "cost") throw new WrongArgument(`there is no command ${command}`)
    const turnsPerDay = number(
      "--turns-per-day",
      values["turns-per-day"],
      defaultUsage.turnsPerDay,
      100_000_000,
    )
    const hitRate = number("--hit-rate", values["hit-rate"], defaultUsage.hitRate * 100, 100) / 100
    const complexShare =
      number("--complex", values.complex, defaultUsage.complexShare * 100, 100) / 100
    return {
      job: "cost",
      context,
      usage: { turnsPerDay, hitRate, complexShare },
      json: values.json ?? false,
    }
  } catch (error) {
    return { job: "wrong", message: error instanceof Error ? error.message : String(error) }
  }
}

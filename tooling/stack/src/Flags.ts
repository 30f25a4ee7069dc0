/**
 * Parses the command line of `pnpm start`: a few flags that are passed on to the emulators.
 *
 * The name of the latency model is left to the emulators to validate; all else is checked here.
 */
import {
  type Kinds,
  misuseText,
  readArguments,
  wholeNumberIn,
} from "@manga-assist/process/arguments"

export type Flags =
  | { readonly kind: "run"; readonly localAws: ReadonlyArray<string> }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly message: string }

export const usage = `pnpm start [options]

  --latency MODEL    none, source-before, source-after (default) or a file
  --jitter MODE      default, or none: every call takes exactly the model's figure
  --seed N           seed of the emulators
  --gateway          an API Gateway in front, whose events reach the server as they would on AWS
  --bedrock-protocol P  any (default), h1 or h2: what the emulated Bedrock offers
  --admin-port N     where faults, counters and latency are changed (default: any free port)

PORT, HOST and every other setting are environment names: docs/operations.md.`

const rules: Readonly<Record<string, (value: string) => string | undefined>> = {
  "--latency": () => undefined,
  "--jitter": (value) =>
    value === "none" || value === "default" ? undefined : "must be none or default",
  "--bedrock-protocol": (value) =>
    ["any", "h1", "h2"].includes(value) ? undefined : "must be any, h1 or h2",
  "--seed": (value) =>
    wholeNumberIn(value, 0, Infinity) === undefined ? "must be a whole number" : undefined,
  "--admin-port": (value) =>
    wholeNumberIn(value, 0, 65_535) === undefined
      ? "must be a whole number from 0 to 65535"
      : undefined,
}

const kinds: Kinds = {
  "--help": "switch",
  "--gateway": "switch",
  ...Object.fromEntries(Object.keys(rules).map((option) => [option, "values"] as const)),
}

const wrong = (message: string): Flags => ({ kind: "wrong", message })

/** Reads `--name value` and `--name=value`; the last one wins. Never throws. */
export const parseFlags = (argv: ReadonlyArray<string>): Flags => {
  const given = readArguments(argv, kinds)
  if ("misuse" in given) return wrong(`${misuseText(given.misuse)}\n\n${usage}`)
  if (given.has("--help")) return { kind: "help" }
  if (given.words[0] !== undefined) return wrong(`unknown option ${given.words[0]}\n\n${usage}`)
  const chosen: Array<string> = []
  for (const [option, rule] of Object.entries(rules)) {
    const value = given.value(option) ?? (option === "--latency" ? "source-after" : undefined)
    if (value === undefined) continue
    const broken = rule(value)
    if (broken !== undefined) return wrong(`${option} ${broken}, not ${value}`)
    chosen.push(option, value)
  }
  if (given.has("--gateway")) chosen.push("--gateway", "none")
  return { kind: "run", localAws: chosen }
}

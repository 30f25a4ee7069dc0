/**
 * The command line of `pnpm start`: a few flags for the emulators, nothing else.
 *
 * Values are checked where they are used (`local-aws` refuses an unknown latency model); here only
 * what a wrong number would hide.
 */

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
  "--seed": (value) => (/^\d{1,15}$/.test(value) ? undefined : "must be a whole number"),
  "--admin-port": (value) =>
    /^\d{1,5}$/.test(value) && Number(value) <= 65_535
      ? undefined
      : "must be a whole number from 0 to 65535",
}

const wrong = (message: string): Flags => ({ kind: "wrong", message })

/** Reads `--name value` and `--name=value`; the last one wins. Never throws. */
export const parseFlags = (argv: ReadonlyArray<string>): Flags => {
  const chosen = new Map<string, string>([["--latency", "source-after"]])
  const rest = argv[0] === "--" ? argv.slice(1) : [...argv]
  while (rest.length > 0) {
    const word = rest.shift() ?? ""
    if (word === "--help" || word === "-h") return { kind: "help" }
    if (word === "--gateway") {
      chosen.set(word, "none")
      continue
    }
    const equals = word.indexOf("=")
    const name = equals > 0 ? word.slice(0, equals) : word
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) return wrong(`unknown option ${word}\n\n${usage}`)
    const value = equals > 0 ? word.slice(equals + 1) : rest.shift()
    if (value === undefined || value === "") return wrong(`${name} needs a value\n\n${usage}`)
    const broken = rule(value)
    if (broken !== undefined) return wrong(`${name} ${broken}, not ${value}`)
    chosen.set(name, value)
  }
  return { kind: "run", localAws: [...chosen].flat() }
}

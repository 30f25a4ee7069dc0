/**
 * Parses the command line of `pnpm start`: the shop, and a few flags that are passed on to the emulators. Wrong ones throw `WrongUse`.
 *
 * The name of the latency model is left to the emulators to validate; all else is checked here.
 */
import { optionsOf } from "@manga-assist/process/arguments"

export const usage = `pnpm start [options]

  --shop FOLDER      another shop than the manga shop, such as examples/bicycles
  --latency MODEL    none, source-before, source-after (default) or a file
  --jitter MODE      default, or none: every call takes exactly the model's figure
  --seed N           seed of the emulators
  --gateway          an API Gateway in front, whose events reach the server as they would on AWS
  --bedrock-protocol P  any (default), h1 or h2: what the emulated Bedrock offers
  --admin-port N     where faults, counters and latency are changed (default: any free port)

PORT, HOST and every other setting are environment names: docs/operations.md.`

const kinds = {
  "--shop": "values",
  "--latency": "values",
  "--jitter": "values",
  "--bedrock-protocol": "values",
  "--seed": "values",
  "--admin-port": "values",
  "--gateway": "switch",
} as const

export interface StackFlags {
  /** The arguments of `local-aws`. */
  readonly localAws: ReadonlyArray<string>
  /** The folder of the shop. */
  readonly shop: string | undefined
}

/** Of an option that is given twice the last one wins. */
export const parseFlags = (args: ReadonlyArray<string>): StackFlags => {
  const { has, number, oneOf, value } = optionsOf(args, kinds)
  const passed = {
    "--latency": value("--latency") ?? "source-after",
    "--jitter": oneOf("--jitter", ["none", "default"]),
    "--bedrock-protocol": oneOf("--bedrock-protocol", ["any", "h1", "h2"]),
    "--seed": number("--seed", 0, 2 ** 31 - 1),
    "--admin-port": number("--admin-port", 0, 65_535),
    "--gateway": has("--gateway") ? "none" : undefined,
  }
  return {
    shop: value("--shop"),
    localAws: Object.entries(passed).flatMap(([option, given]) =>
      given === undefined ? [] : [option, String(given)],
    ),
  }
}

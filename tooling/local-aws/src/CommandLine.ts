/** Parses the flags of `pnpm local-aws` strictly: an unknown flag or value throws `InvalidSetting`, which names it. */
import {
  InvalidSetting,
  type LatencyModel,
  readLatencyFile,
} from "@manga-assist/bedrock-emulator/services"
import { type Kinds, readArguments, wholeNumberIn } from "@manga-assist/process/arguments"
import { latencyModelNames, latencyModels } from "./SourceLatency.ts"

export interface Flags {
  readonly latency: LatencyModel
  readonly jitter: boolean
  readonly seed: number
  readonly adminPort: number
  readonly catalogue: boolean
  readonly bedrockProtocols: ReadonlyArray<"h2" | "http/1.1">
  /** Until the guardrail's verdict on what a model says; it is not judged when absent. */
  readonly verdictMs?: number
  /** Of an API Gateway; none where there is to be none. */
  readonly gatewayBackends?: ReadonlyArray<string>
  readonly help: boolean
}

export const usage = `local-aws [flags]
  --latency none|source-before|source-after|FILE   how long each call takes (none)
  --jitter none|default                            none: always exactly the model's figure (default)
  --seed N                                         of latency and faults (1)
  --admin-port N                                   0 picks a free port (0)
  --bedrock-protocol any|h1|h2                     what Bedrock offers by ALPN (any)
  --verdict-ms N                                   what models say is judged too, in so long
  --gateway none|URL,URL                           an API Gateway, and the servers behind it; none: told later
  --no-seed                                        leave the catalogue out
  --help`

const kinds: Kinds = {
  "--latency": "value",
  "--jitter": "value",
  "--seed": "value",
  "--admin-port": "value",
  "--bedrock-protocol": "value",
  "--verdict-ms": "value",
  "--gateway": "value",
  "--no-seed": "switch",
  "--help": "switch",
}

const protocols = {
  any: ["h2", "http/1.1"],
  h1: ["http/1.1"],
  h2: ["h2"],
} as const

/** @throws InvalidSetting naming the flag */
export const readFlags = (given: ReadonlyArray<string>): Flags => {
  const found = readArguments(given, kinds)
  if ("misuse" in found) {
    const { option, problem } = found.misuse
    if (problem === "unknown option") throw unknownFlag(option)
    throw new InvalidSetting(option, problem.replace(/^is /, ""))
  }
  const { has, value, words } = found
  if (words[0] !== undefined) throw unknownFlag(words[0])
  const jitter = value("--jitter") ?? "default"
  if (jitter !== "none" && jitter !== "default") {
    throw new InvalidSetting("--jitter", `unknown value ${jitter}`, ["none", "default"])
  }
  return {
    latency: readLatency(value("--latency") ?? "none"),
    jitter: jitter === "default",
    seed: wholeNumber("--seed", value("--seed") ?? "1", 2 ** 31 - 1),
    adminPort: wholeNumber("--admin-port", value("--admin-port") ?? "0", 65_535),
    catalogue: !has("--no-seed"),
    bedrockProtocols: readProtocols(value("--bedrock-protocol") ?? "any"),
    ...readVerdict(value("--verdict-ms")),
    ...readGateway(value("--gateway")),
    help: has("--help"),
  }
}

const readVerdict = (value: string | undefined) =>
  value === undefined ? {} : { verdictMs: wholeNumber("--verdict-ms", value, 60_000) }

const readGateway = (value: string | undefined) => {
  if (value === undefined) return {}
  const gatewayBackends = value === "none" ? [] : value.split(",")
  const wrong = gatewayBackends.find((address) => !/^https?:\/\/[^/]+$/.test(address))
  if (wrong !== undefined) {
    throw new InvalidSetting("--gateway", `not an address such as http://127.0.0.1:8080: ${wrong}`)
  }
  return { gatewayBackends }
}

const unknownFlag = (word: string) => new InvalidSetting(word, "unknown flag", Object.keys(kinds))

const readProtocols = (value: string) => {
  if (value === "any" || value === "h1" || value === "h2") return protocols[value]
  throw new InvalidSetting("--bedrock-protocol", `unknown value ${value}`, Object.keys(protocols))
}

const readLatency = (value: string): LatencyModel => {
  const name = latencyModelNames.find((known) => known === value)
  return name === undefined ? readLatencyFile(value, latencyModelNames) : latencyModels[name]
}

const wholeNumber = (flag: string, text: string, max: number): number => {
  const number = wholeNumberIn(text, 0, max)
  if (number !== undefined) return number
  throw new InvalidSetting(flag, `must be a whole number from 0 to ${max}`)
}

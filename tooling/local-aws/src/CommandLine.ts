/** The flags of the command, read strictly: what is not understood is named and refused. */
import {
  InvalidSetting,
  type LatencyModel,
  readLatencyFile,
} from "@manga-assist/bedrock-emulator/services"
import { latencyModelNames, latencyModels } from "./SourceLatency.ts"

export interface Flags {
  readonly latency: LatencyModel
  readonly jitter: boolean
  readonly seed: number
  readonly adminPort: number
  readonly catalogue: boolean
  readonly bedrockProtocols: ReadonlyArray<"h2" | "http/1.1">
  /** Of an API Gateway; none where there is to be none. */
  readonly gatewayBackends?: ReadonlyArray<string>
  readonly help: boolean
}

export const usage = `local-aws [flags]
  --latency none|source-before|source-after|FILE   how long each call takes (none)
  --jitter none|default                            none: always exactly the model's figure (default)
  --seed N                                         of latency, faults and answers (1)
  --admin-port N                                   0 picks a free port (0)
  --bedrock-protocol any|h1|h2                     what Bedrock offers by ALPN (any)
  --gateway none|URL,URL                           an API Gateway, and the servers behind it; none: told later
  --no-seed                                        leave the catalogue out
  --help`

const flags = [
  "--latency",
  "--jitter",
  "--seed",
  "--admin-port",
  "--bedrock-protocol",
  "--gateway",
  "--no-seed",
  "--help",
]

const protocols = {
  any: ["h2", "http/1.1"],
  h1: ["http/1.1"],
  h2: ["h2"],
} as const

/** @throws InvalidSetting naming the flag */
export const readFlags = (given: ReadonlyArray<string>): Flags => {
  const values = new Map<string, string>()
  // `pnpm run local-aws -- --flag` hands the separator on.
  const rest = given.filter((argument, index) => !(index === 0 && argument === "--"))
  for (let at = 0; at < rest.length; at++) {
    const [name, inline] = split(rest[at] ?? "")
    if (!flags.includes(name)) throw new InvalidSetting(name, "unknown flag", flags)
    if (values.has(name)) throw new InvalidSetting(name, "given twice")
    const bare = name === "--no-seed" || name === "--help"
    const value = inline ?? (bare ? "" : rest[++at])
    if (bare && inline !== undefined) throw new InvalidSetting(name, "takes no value")
    if (value === undefined || (!bare && (value === "" || value.startsWith("--")))) {
      throw new InvalidSetting(name, "needs a value")
    }
    values.set(name, value)
  }
  const jitter = values.get("--jitter") ?? "default"
  if (jitter !== "none" && jitter !== "default") {
    throw new InvalidSetting("--jitter", `unknown value ${jitter}`, ["none", "default"])
  }
  return {
    latency: readLatency(values.get("--latency") ?? "none"),
    jitter: jitter === "default",
    seed: wholeNumber("--seed", values.get("--seed") ?? "1", 2 ** 31 - 1),
    adminPort: wholeNumber("--admin-port", values.get("--admin-port") ?? "0", 65_535),
    catalogue: !values.has("--no-seed"),
    bedrockProtocols: readProtocols(values.get("--bedrock-protocol") ?? "any"),
    ...readGateway(values.get("--gateway")),
    help: values.has("--help"),
  }
}

const readGateway = (value: string | undefined) => {
  if (value === undefined) return {}
  const gatewayBackends = value === "none" ? [] : value.split(",")
  const wrong = gatewayBackends.find((address) => !/^https?:\/\/[^/]+$/.test(address))
  if (wrong !== undefined) {
    throw new InvalidSetting("--gateway", `not an address such as http://127.0.0.1:8080: ${wrong}`)
  }
  return { gatewayBackends }
}

const split = (argument: string): readonly [name: string, inline?: string] => {
  const at = argument.indexOf("=")
  return argument.startsWith("--") && at > 0
    ? [argument.slice(0, at), argument.slice(at + 1)]
    : [argument]
}

const readProtocols = (value: string) => {
  if (value === "any" || value === "h1" || value === "h2") return protocols[value]
  throw new InvalidSetting("--bedrock-protocol", `unknown value ${value}`, Object.keys(protocols))
}

const readLatency = (value: string): LatencyModel => {
  const name = latencyModelNames.find((known) => known === value)
  return name === undefined ? readLatencyFile(value, latencyModelNames) : latencyModels[name]
}

const wholeNumber = (flag: string, value: string, max: number): number => {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number > max) {
    throw new InvalidSetting(flag, `must be a whole number from 0 to ${max}`)
  }
  return number
}

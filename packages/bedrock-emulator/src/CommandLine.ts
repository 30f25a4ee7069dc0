/** Parses the flags of `bedrock-emulator` strictly: an unknown flag or value is named and refused. */
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import type { BedrockEmulatorOptions } from "./BedrockEmulator.ts"
import { InvalidSetting, numberWithin, oneOf } from "./wire/InvalidSetting.ts"
import { hasKeyForm } from "./signing/Authorization.ts"
import { chatLatency, readLatencyFile } from "./service/LatencyModel.ts"
import { readScript } from "./answers/ReadScript.ts"

export const usage = `bedrock-emulator [flags]: Amazon Bedrock Runtime on this machine

  --port N              443 and the like; any free port unless given
  --protocol NAME       h2, h1 or any: what TLS offers (any)
  --streams N           concurrent streams that h2 clients are told (100)
  --script FILE         what the models say, as JSON: [{"match": "weather", "text": "Rain."},
                        {"toolUses": [{"name": "look", "input": {}}], "times": 1},
                        {"error": "ThrottlingException"}]; questions are said back unless given
  --strict, --no-strict refuse what no rule answers, or say it back: refused where --script is a recording
  --record FILE         asks the Bedrock Runtime of --record-from what no rule answers, with the API key
                        in RECORD_API_KEY, and writes its answers to FILE, which is a --script
  --record-from URL
  --first-token-ms N    time to the first token, 95th percentile (0)
  --token-ms N          time for each further token (0)
  --latency FILE        times by operation instead:
                        {"services": {"bedrock": {"InvokeModel": {"p95Ms": 20}}}}
  --jitter              log-normal times about these figures, rather than exactly these
  --seed N              of times and faults (1)
  --api-key KEY         the API key that is accepted (bedrock-api-key-local, which is not printed)
  --admin-port N        where faults and counters are offered (any free port)
  --data-dir DIR        where the certificate authority is kept
  --help, --version

Prints what clients need, one NAME=value a line, then "ready".
Faults: curl -X PUT $ADMIN_URL/faults -d '[{"service": "bedrock", "kind": "black-hole"}]'
`

const flags = {
  port: { type: "string" },
  protocol: { type: "string", default: "any" },
  streams: { type: "string" },
  script: { type: "string" },
  strict: { type: "boolean" },
  record: { type: "string" },
  "record-from": { type: "string" },
  "first-token-ms": { type: "string", default: "0" },
  "token-ms": { type: "string", default: "0" },
  latency: { type: "string" },
  jitter: { type: "boolean", default: false },
  seed: { type: "string", default: "1" },
  "api-key": { type: "string" },
  "admin-port": { type: "string", default: "0" },
  "data-dir": { type: "string" },
  help: { type: "boolean", default: false },
  version: { type: "boolean", default: false },
} as const

export type Command =
  | { readonly run: "help" | "version" }
  | { readonly run: "start"; readonly options: BedrockEmulatorOptions }

const protocols = { any: ["h2", "http/1.1"], h1: ["http/1.1"], h2: ["h2"] } as const

/** @throws InvalidSetting naming the flag */
export const readCommand = (
  given: ReadonlyArray<string>,
  recordKey: string | undefined,
): Command => {
  const values = parsed(given)
  if (values.help) return { run: "help" }
  if (values.version) return { run: "version" }
  const protocol = oneOf("--protocol", values.protocol, ["any", "h1", "h2"])
  const { latency, port, script, streams } = values
  const { "api-key": apiKey, "data-dir": dataDir } = values
  if (apiKey !== undefined && !hasKeyForm(apiKey)) {
    throw new InvalidSetting("--api-key", "must begin with bedrock-api-key- or ABSK")
  }
  return {
    run: "start",
    options: {
      port: port === undefined ? 0 : wholeNumber("--port", port, 65_535),
      adminPort: wholeNumber("--admin-port", values["admin-port"], 65_535),
      protocols: protocols[protocol],
      seed: wholeNumber("--seed", values.seed, 2 ** 31 - 1),
      jitter: values.jitter,
      latency:
        latency === undefined
          ? chatLatency(
              wholeNumber("--first-token-ms", values["first-token-ms"], 3_600_000),
              wholeNumber("--token-ms", values["token-ms"], 3_600_000),
            )
          : readLatencyFile(latency),
      ...(streams === undefined
        ? {}
        : { maxConcurrentStreams: wholeNumber("--streams", streams, 2 ** 31 - 1) }),
      ...(script === undefined ? {} : { answers: readScript(readJson("--script", script)) }),
      ...(values.strict === undefined ? {} : { strict: values.strict }),
      ...recordOf(values.record, values["record-from"], recordKey),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(dataDir === undefined ? {} : { dataDir }),
    },
  }
}

/** The key comes from the environment, since a command line is seen by everybody on the machine. */
const recordOf = (
  file: string | undefined,
  url: string | undefined,
  apiKey: string | undefined,
): Pick<BedrockEmulatorOptions, "record"> => {
  if (file === undefined && url === undefined) return {}
  if (file === undefined) throw new InvalidSetting("--record", "is needed beside --record-from")
  if (url?.startsWith("https://") !== true || !URL.canParse(url)) {
    throw new InvalidSetting("--record-from", "must be the https URL of a Bedrock Runtime")
  }
  if (!apiKey) throw new InvalidSetting("RECORD_API_KEY", "must hold an API key of --record-from")
  return { record: { file, url, apiKey } }
}

const parsed = (given: ReadonlyArray<string>) => {
  try {
    return parseArgs({
      args: [...given],
      options: flags,
      allowPositionals: false,
      allowNegative: true,
    }).values
  } catch (cause) {
    const unknown = /^Unknown option '(--[^']+)'/.exec(
      String(cause instanceof Error && cause.message),
    )
    if (unknown?.[1] !== undefined) {
      const known = Object.keys(flags).map((name) => `--${name}`)
      throw new InvalidSetting(unknown[1], "unknown flag", known, unknown[1])
    }
    throw new InvalidSetting("flags", cause instanceof Error ? cause.message : String(cause))
  }
}

const readJson = (flag: string, path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidSetting(flag, `must be a file of JSON (${why})`)
  }
}

const wholeNumber = (flag: string, value: string, max: number): number =>
  numberWithin(flag, /^\d+$/.test(value) ? Number(value) : value, { min: 0, max, integer: true })

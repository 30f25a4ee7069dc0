/**
 * Starts an emulated Bedrock Runtime in this process, for tests, demonstrations and the command. Answers and faults can
 * be replaced while it runs.
 *
 * Closing ends every connection and waits until nothing runs.
 */
import { readFile } from "node:fs/promises"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import {
  anyText,
  checksOf,
  either,
  flag,
  func,
  is,
  listOf,
  mapOf,
  needed,
  number,
  object,
  oneOf,
  text,
  whole,
} from "@manga-assist/options"
import type { Answers } from "./answers/ModelAnswer.ts"
import { readScript } from "./answers/ReadScript.ts"
import { startAdminServer } from "./http/AdminServer.ts"
import { startBedrock } from "./http/BedrockServer.ts"
import { makeRecorder, type RecordOptions } from "./answers/recording/Recorder.ts"
import type { GuardrailPolicy } from "./answers/Guardrail.ts"
import { hashedWords } from "./answers/HashedWords.ts"
import { type LatencyModel, noLatency, type OperationLatency } from "./service/LatencyModel.ts"
import type { Protocol } from "./http/Listener.ts"
import { echo, refuseUnscripted, type ScriptRule } from "./answers/Script.ts"
import type { ListedFault } from "./service/Faults.ts"
import { readFaults } from "./service/FaultRules.ts"
import { mostRequests, requestJson, type SeenRequest } from "./service/RequestLog.ts"
import type { Fault, ServiceCounters } from "./service/Service.ts"
import { makeServiceHub } from "./service/ServiceHub.ts"
import { hasKeyForm } from "./signing/Authorization.ts"
import type { Credentials } from "./signing/Signature.ts"
import { InvalidSetting } from "./wire/InvalidSetting.ts"
import type { Embedder } from "./answers/TitanCall.ts"

export interface BedrockEmulatorOptions {
  /** Any free port when absent. */
  readonly port?: number
  /** 127.0.0.1 when absent. */
  readonly host?: string
  /** us-east-1 when absent. */
  readonly region?: string
  /** The one key pair that is accepted; `local` / `local-secret` when absent. */
  readonly credentials?: Credentials
  /** The one API key (bearer token) that is accepted; `bedrock-api-key-local` when absent. */
  readonly apiKey?: string
  /** Offered by ALPN; both when absent. */
  readonly protocols?: ReadonlyArray<Protocol>
  /** What h2 clients are told; 100 when absent. */
  readonly maxConcurrentStreams?: number
  /** What the models say: rules, or a function. Questions are said back when absent. */
  readonly answers?: ReadonlyArray<ScriptRule> | Answers
  /** Answers what no rule does by a real Bedrock Runtime, and writes its answers as rules; not when absent. */
  readonly record?: RecordOptions
  /**
   * What no rule answers is refused with a `ValidationException` rather than said back. True when absent where a rule has
   * a `digest`, as those of a recording have.
   */
  readonly strict?: boolean
  /** Vectors of texts; hashed words when absent. */
  readonly embedder?: Embedder
  /** None when absent. */
  readonly guardrails?: ReadonlyArray<GuardrailPolicy>
  /** None when absent. */
  readonly latency?: LatencyModel
  /** Log-normal about the figures of the model rather than exactly them; false when absent. */
  readonly jitter?: boolean
  /** Of latency and faults; 1 when absent. */
  readonly seed?: number
  /** Where the certificate authority is kept; a folder of this user's among temporary files when absent. */
  readonly dataDir?: string
  /** How many of the last chat requests are kept for `requests`, 10,000 at most; 0, and none, when absent. */
  readonly keepRequests?: number
  /** Faults, counters and latency over HTTP; not offered when absent, any free port when 0. */
  readonly adminPort?: number
}

export type BedrockFault = Omit<Fault, "service">

export interface BedrockEmulator {
  /** `https://127.0.0.1:…` */
  readonly url: string
  /** The authority that clients must trust, in PEM, and the file that holds it. */
  readonly ca: string
  readonly caFile: string
  readonly region: string
  readonly credentials: Credentials
  readonly apiKey: string
  /** Address of the admin server, if there is one. */
  readonly admin: string | undefined
  /** What an SDK needs to find it, `NAME` → value. With an API key only where one was given: SDKs prefer it. */
  readonly environment: Readonly<Record<string, string>>
  /** Counted since the start; those that end in `Open` say how it stands. */
  readonly stats: () => ServiceCounters
  /** What reached a model, and what was answered so far, oldest first: see `keepRequests`. */
  readonly requests: () => ReadonlyArray<SeenRequest>
  /** The faults that are on, with how often each struck; `stats().struck` counts those that are over as well. */
  readonly faults: () => ReadonlyArray<ListedFault>
  /** Replaces the faults that are on; none heals everything. @throws InvalidSetting naming the fault and its field */
  readonly break: (...faults: ReadonlyArray<BedrockFault>) => void
  /** Replaces what the models say. @throws InvalidSetting naming the rule and its field */
  readonly answer: (answers: ReadonlyArray<ScriptRule> | Answers) => void
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const patterns = needed(listOf(anyText))
const guardrail = object<GuardrailPolicy>({
  id: needed(text),
  versions: needed(listOf(text)),
  topics: needed(
    listOf(object<GuardrailPolicy["topics"][number]>({ name: needed(text), patterns })),
  ),
  filters: needed(
    listOf(object<GuardrailPolicy["filters"][number]>({ type: needed(text), patterns })),
  ),
  blocked: needed(either("a text or a function", anyText, func)),
  outputMs: number({ least: 0 }),
})
const latencyFigure = object<OperationLatency>({
  p95Ms: needed(number({ least: 0 })),
  perUnitMs: number({ least: 0 }),
})
const rules = object<BedrockEmulatorOptions>({
  port: whole(0, 65_535),
  host: text,
  region: text,
  credentials: object<Credentials>({
    accessKeyId: needed(text),
    secretAccessKey: needed(text),
  }),
  apiKey: is(
    "a text that begins with bedrock-api-key- or ABSK",
    (value) => typeof value === "string" && hasKeyForm(value),
  ),
  protocols: listOf(oneOf("h2", "http/1.1")),
  maxConcurrentStreams: whole(1),
  // The rules of a list are read when they are put in place.
  answers: either("a function or a list of rules", func, is("a list", Array.isArray)),
  record: object<RecordOptions>({
    url: needed(
      is(
        "a https URL",
        (value) => String(value).startsWith("https://") && URL.canParse(String(value)),
      ),
    ),
    apiKey: needed(text),
    file: needed(text),
  }),
  strict: flag,
  embedder: func,
  guardrails: listOf(guardrail),
  latency: object<LatencyModel>({
    name: text,
    services: needed(mapOf(mapOf(latencyFigure))),
  }),
  jitter: flag,
  seed: number(),
  dataDir: text,
  keepRequests: whole(0, mostRequests),
  adminPort: whole(0, 65_535),
})
const check = checksOf("@manga-assist/bedrock-emulator")

/** Rejects when a port or the folder is not to be had, with an `OptionError` or an `InvalidSetting` for what is given. */
export const startBedrockEmulator = async (
  options: BedrockEmulatorOptions = {},
): Promise<BedrockEmulator> => {
  check("startBedrockEmulator", rules, options)
  const { host = "127.0.0.1", latency = noLatency, region = "us-east-1", seed = 1 } = options
  const credentials = options.credentials ?? {
    accessKeyId: "local",
    secretAccessKey: "local-secret",
  }
  const apiKey = options.apiKey ?? "bedrock-api-key-local"
  const hub = makeServiceHub({ seed, latency, jitter: options.jitter ?? false })
  const context = hub.context("bedrock")
  hub.requests.keep(options.keepRequests ?? 0)
  const recorder = options.record && (await makeRecorder(options.record, hub.script.add))
  const isStrict = () =>
    options.strict ?? hub.script.rules().some(({ digest }) => digest !== undefined)
  const unscripted: Answers = (call) => (isStrict() ? refuseUnscripted(call) : echo(call))
  let others: Answers = unscripted
  const answer: BedrockEmulator["answer"] = (next) => {
    if (typeof next === "function" && recorder !== undefined) {
      throw new InvalidSetting("answers", "must be rules beside record: a function answers all")
    }
    others = typeof next === "function" ? next : (recorder?.answers ?? unscripted)
    hub.script.replace(typeof next === "function" ? [] : readScript(next))
  }
  answer(options.answers ?? [])
  const service = await startBedrock({
    context,
    dataDir: options.dataDir ?? join(tmpdir(), `bedrock-emulator-${userInfo().username}`),
    host,
    port: options.port ?? 0,
    region,
    credentials,
    apiKey,
    models: {
      answers: (call) => hub.script.next(call) ?? others(call),
      embedder: options.embedder ?? hashedWords,
      guardrails: options.guardrails ?? [],
    },
    protocols: options.protocols,
    maxConcurrentStreams: options.maxConcurrentStreams,
  })
  const admin =
    options.adminPort === undefined
      ? undefined
      : await startAdminServer({
          hub,
          host,
          port: options.adminPort,
          models: { none: noLatency },
        }).catch(async (error: unknown) => {
          await service.close()
          throw error
        })
  const { caFile, url } = service
  const close = async () => {
    await admin?.close()
    await service.close()
    await recorder?.close()
  }
  return {
    url,
    ca: await readFile(caFile, "utf8"),
    caFile,
    region,
    credentials,
    apiKey,
    admin: admin?.url,
    environment: {
      AWS_REGION: region,
      // What Python's SDK and LangChain read.
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(options.apiKey === undefined ? {} : { AWS_BEARER_TOKEN_BEDROCK: apiKey }),
      ...service.environment,
      // What Python's SDK and the AWS CLI read in its place.
      AWS_CA_BUNDLE: caFile,
      ...(admin === undefined ? {} : { ADMIN_URL: admin.url }),
    },
    stats: () => context.counters,
    requests: () => hub.requests.list({}).map((each) => JSON.parse(requestJson(each))),
    faults: () => hub.faults.list(),
    break: (...faults) =>
      hub.faults.replace(
        readFaults(
          faults.map((fault) => Object.assign({ service: "bedrock" as const }, fault)),
          ["bedrock"],
        ),
      ),
    answer,
    close,
    [Symbol.asyncDispose]: close,
  }
}

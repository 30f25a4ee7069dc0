/** A Bedrock of one's own for each test, with its faults and counters, and SDK clients for it. */
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime"
import { type BedrockOptions, startBedrock } from "../src/http/BedrockServer.ts"
import { type GuardrailPolicy } from "../src/answers/Guardrail.ts"
import { hashedWords } from "../src/answers/HashedWords.ts"
import { type LatencyModel, noLatency } from "../src/service/LatencyModel.ts"
import { type Fault } from "../src/service/Service.ts"
import { makeServiceHub } from "../src/service/ServiceHub.ts"

export const haiku = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
export const sonnet = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
export const titan = "amazon.titan-embed-text-v2:0"
export const region = "ap-northeast-1"
export const credentials = { accessKeyId: "local", secretAccessKey: "local-secret" }

/** Long enough to be cut, paced and stopped. */
const story = "Once upon a time a small cat went out to see the wide world. ".repeat(3).trim()

const guardrail: GuardrailPolicy = {
  id: "house-rules",
  versions: ["1", "DRAFT"],
  topics: [{ name: "Piracy", patterns: ["\\billegal scans\\b", "海賊版"] }],
  filters: [{ type: "PROMPT_ATTACK", patterns: ["ignore all previous instructions"] }],
  blocked: (text) => (/[ぁ-ん]/.test(text) ? "申し訳ありません" : "Sorry"),
}

/** One authority for all servers of this process. */
const dataDir = mkdtempSync(join(tmpdir(), "bedrock-test-"))

export type Breakage = Omit<Fault, "service">

export const startForTest = async (
  options: Partial<BedrockOptions> & { readonly latency?: LatencyModel } = {},
) => {
  const { latency = noLatency, ...rest } = options
  const hub = makeServiceHub({ seed: 7, latency, jitter: false })
  const context = hub.context("bedrock")
  const service = await startBedrock({
    context,
    dataDir,
    host: "127.0.0.1",
    port: 0,
    region,
    credentials,
    models: { answers: () => ({ text: story }), embedder: hashedWords, guardrails: [guardrail] },
    ...rest,
  })
  const authority = readFileSync(service.environment["NODE_EXTRA_CA_CERTS"]!, "utf8")
  const trusted = getCACertificates("default")
  setDefaultCACertificates([...trusted, authority])
  const endpoint = service.environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]!
  const clients: Array<BedrockRuntimeClient> = []
  return {
    ...service,
    endpoint,
    authority,
    counters: context.counters,
    requests: hub.requests,
    calls: hub.calls,
    break: (...faults: ReadonlyArray<Breakage>) =>
      hub.faults.replace(
        faults.map((fault) => Object.assign({ service: "bedrock" as const }, fault)),
      ),
    faults: hub.faults.list,
    client: (config: BedrockRuntimeClientConfig = {}) => {
      const client = new BedrockRuntimeClient({
        region,
        endpoint,
        credentials,
        maxAttempts: 1,
        ...config,
      })
      clients.push(client)
      return client
    },
    stop: async () => {
      for (const client of clients) client.destroy()
      setDefaultCACertificates(trusted)
      await service.close()
    },
  }
}

export type Running = Awaited<ReturnType<typeof startForTest>>

export const ask = (
  text: string,
  more: Partial<ConverseStreamCommandInput> = {},
): ConverseStreamCommandInput => ({
  modelId: haiku,
  messages: [{ role: "user", content: [{ text }] }],
  ...more,
})

/** What is left of a stream. */
export const collect = async <A>(stream: AsyncIterable<A>): Promise<Array<A>> => {
  const all: Array<A> = []
  for await (const one of stream) all.push(one)
  return all
}

/** All events of a stream, in order. */
export const converse = async (
  client: BedrockRuntimeClient,
  input: ConverseStreamCommandInput,
): Promise<Array<ConverseStreamOutput>> => {
  const { stream } = await client.send(new ConverseStreamCommand(input))
  return collect(stream!)
}

export const textOf = (events: ReadonlyArray<ConverseStreamOutput>): string =>
  events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("")

export const usageOf = (events: ReadonlyArray<ConverseStreamOutput>) =>
  events.find((event) => event.metadata !== undefined)?.metadata?.usage

/** Polls a counter that changes when the other side notices; fails after five seconds. */
export const eventually = async (holds: () => boolean): Promise<void> => {
  const deadline = performance.now() + 30_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("never became true")
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}

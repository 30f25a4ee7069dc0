/**
 * Every function and class of the published packages that has options, each with valid ones, and the names of those that
 * have none.
 */
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as audit from "../../answer-audit/src/promise.ts"
import * as sinks from "../../async-sinks/src/promise.ts"
import * as emulator from "../../bedrock-emulator/src/index.ts"
import * as aiSdk from "../../caching/src/ai-sdk.ts"
import * as caching from "../../caching/src/promise.ts"
import { answerOf, scriptedModel } from "../../caching/test/scriptedModel.ts"
import * as client from "../../client/src/index.ts"
import * as http2 from "../../connections/src/http2.ts"
import * as health from "../../endpoint-health/src/promise.ts"
import * as language from "../../language/src/index.ts"
import * as budget from "../../latency-budget/src/index.ts"
import * as leading from "../../leader/src/promise.ts"
import * as payload from "../../payload/src/promise.ts"
import { prefetchFunctions } from "./prefetchFunctions.ts"
import type { All, PublicEntry } from "./publicEntry.ts"
import {
  endpoint,
  entry,
  folder,
  grammar,
  methods,
  need,
  nothing,
  orMore,
  pool,
  prices,
  prune,
  redisUrl,
  rounds,
  sink,
  sinkAllowed,
} from "./validOptions.ts"

export const publicEntries: Readonly<Record<string, PublicEntry>> = {
  "answer-audit/promise": {
    names: audit,
    functions: {
      auditedCache: {
        call: audit.auditedCache,
        needed: ["lookup", "answer"],
        valid: {
          lookup: nothing,
          answer: () => "",
          compare: nothing,
          share: 0.02,
          maxAnswersPerHour: 300,
          offMs: 60_000,
          limit: { share: 0.005, wrongShare: 0.05, falseAlarms: 0.001 },
          redisUrl,
          words: (text: string) => text,
          onVerdict: nothing,
        } satisfies All<Parameters<typeof audit.auditedCache>[0]>,
        allowed: { maxAnswersPerHour: orMore },
        outside: { share: [5] },
        untried: ["redisUrl"],
      },
    },
    without: [],
  },
  "async-sinks/promise": {
    names: sinks,
    functions: {
      makeSink: {
        call: sinks.makeSink,
        needed: [
          "name",
          "class",
          "batch",
          "batch.count",
          "batch.ageMs",
          "write",
          "spool",
          "spool.directory",
          "spool.decode",
        ],
        valid: {
          ...sink,
          class: "must-keep",
          spool: { directory: folder(), maxBytes: 1_000_000, decode: nothing, syncMs: 100 },
        },
        allowed: sinkAllowed,
      },
      "makeSink, best effort": {
        call: sinks.makeSink,
        valid: { ...sink, class: "best-effort", overflow: "sample", dropNotice: nothing },
        allowed: sinkAllowed,
      },
      "makeSink, drain": {
        call: async (deadlineMs: never) => {
          const { batch, name } = sink
          const write = () => Promise.resolve()
          await using rows = await sinks.makeSink({ name, class: "best-effort", batch, write })
          return await rows.drain(deadlineMs)
        },
        at: "deadlineMs",
        valid: 0,
      },
      dynamoWriter: {
        call: sinks.dynamoWriter,
        needed: ["calls", "table", "partitionKey", "item"],
        valid: {
          calls: methods("put", "update"),
          table: "rows",
          partitionKey: "id",
          item: nothing,
          summary: nothing,
        },
      },
      fileWriter: {
        call: sinks.fileWriter,
        needed: ["directory", "name"],
        valid: { directory: tmpdir(), name: "rows", maxBytes: 1_000, files: 5 },
        allowed: { files: orMore },
      },
      kinesisWriter: {
        call: sinks.kinesisWriter,
        needed: ["client", "stream"],
        valid: { client: methods("putRecords"), stream: "rows", partitionKey: nothing },
      },
      logsWriter: {
        call: sinks.logsWriter,
        needed: ["client", "group", "stream", "timestamp"],
        valid: {
          client: methods("putLogEvents", "createLogStream"),
          group: "rows",
          stream: "here",
          timestamp: nothing,
        },
      },
      embeddedMetricsWriter: {
        call: sinks.embeddedMetricsWriter,
        needed: ["namespace", "print"],
        valid: { namespace: "rows", print: nothing },
      },
      metricsWriter: {
        call: sinks.metricsWriter,
        needed: ["client", "namespace"],
        valid: { client: methods("putMetricData"), namespace: "rows" },
      },
      sqsDeadLetters: {
        call: sinks.sqsDeadLetters,
        needed: ["client", "queueUrl"],
        valid: { client: methods("sendMessageBatch"), queueUrl: "https://127.0.0.1/rows" },
      },
      redact: { call: (rules: never) => sinks.redact("text", rules), valid: { orderIds: /a/g } },
      redactText: {
        call: (rules: never) => sinks.redactText("text", rules),
        valid: { orderIds: /a/g },
      },
      keyedHash: { call: sinks.keyedHash, at: "key", valid: "sixteen bytes and more" },
    },
    without: ["SinkError", "parseDeadLetter"],
  },
  "bedrock-emulator": {
    names: emulator,
    functions: {
      startBedrockEmulator: {
        call: emulator.startBedrockEmulator,
        valid: {
          port: 0,
          host: "127.0.0.1",
          region: "us-east-1",
          credentials: { accessKeyId: "local", secretAccessKey: "local-secret" },
          apiKey: "bedrock-api-key-1",
          protocols: ["h2"],
          maxConcurrentStreams: 100,
          answers: [],
          record: {
            url: "https://127.0.0.1:1",
            apiKey: "bedrock-api-key-2",
            file: join(folder(), "a.json"),
          },
          strict: true,
          keepRequests: 10,
          embedder: () => [],
          guardrails: [
            {
              id: "one",
              versions: ["1"],
              topics: [{ name: "weather", patterns: ["rain"] }],
              filters: [{ type: "INSULTS", patterns: ["fool"] }],
              blocked: "No.",
              outputMs: 5,
            },
          ],
          latency: { name: "own", services: { bedrock: { "*": { p95Ms: 1, perUnitMs: 1 } } } },
          jitter: false,
          seed: 1,
          dataDir: folder(),
          adminPort: 0,
        } satisfies All<emulator.BedrockEmulatorOptions>,
        allowed: {
          answers: ["function"],
          "guardrails[0].blocked": ["function"],
          seed: ["negative"],
        },
        outside: { port: [65_536], keepRequests: [10_001] },
        any: ["latency.services", "latency.services.bedrock"],
      },
    },
    without: ["AwsError", "InvalidSetting", "chatLatency"],
  },
  "caching/ai-sdk": {
    names: aiSdk,
    functions: {
      safeCacheMiddleware: {
        call: aiSdk.safeCacheMiddleware,
        needed: ["freshForMs"],
        valid: {
          maxBytes: 1_000_000,
          redisUrl,
          freshForMs: 1_000,
          staleForMs: 1_000,
          canonical: nothing,
          version: "1",
          forCall: nothing,
          mayKeep: nothing,
        } satisfies All<aiSdk.SafeCacheOptions>,
        untried: ["redisUrl"],
      },
      "safeCacheMiddleware, forCall": {
        call: async (policy: never) => {
          await using middleware = await aiSdk.safeCacheMiddleware({
            freshForMs: 1_000,
            forCall: () => policy,
          })
          const { model } = scriptedModel(() => answerOf(["Yes."]))
          await middleware.wrapGenerate({
            doGenerate: () => model.doGenerate({}),
            doStream: () => model.doStream({}),
            model,
            params: { prompt: [] },
          })
        },
        at: "forCall()",
        valid: { ...entry, partition: "one" } satisfies All<aiSdk.CallPolicy>,
      },
    },
    without: ["CacheError"],
  },
  "caching/promise": {
    names: caching,
    functions: {
      makeCache: {
        call: caching.makeCache,
        needed: ["freshForMs"],
        valid: {
          maxBytes: 1_000_000,
          redisUrl,
          freshForMs: 1_000,
          staleForMs: 1_000,
        } satisfies All<caching.CacheOptions>,
        untried: ["redisUrl"],
      },
      "makeCache, getOrSet": {
        call: async (entry: never) => {
          await using cache = await caching.makeCache({ freshForMs: 1_000 })
          await cache.getOrSet("key", () => 1, entry)
        },
        valid: entry satisfies All<caching.EntryOptions>,
      },
    },
    without: ["CacheError"],
  },
  client: {
    names: client,
    functions: {
      ChatClient: {
        call: (options: never) => new client.ChatClient(options),
        needed: ["url"],
        valid: {
          url: "wss://127.0.0.1",
          session: "one",
          resumeToken: "two",
          user: "three",
          token: nothing,
          onStatus: nothing,
          onFrame: nothing,
          retryMs: [250, 500],
          tries: 2,
          waitMs: 1_000,
          silenceMs: 1_000,
        } satisfies All<client.ChatOptions>,
        allowed: { tries: orMore },
      },
      "ChatClient, ask": {
        call: (options: never) => {
          const chat = new client.ChatClient({ url: "no address" })
          chat.ask("What?", options)
        },
        valid: {
          locale: "en",
          id: "one",
          resume: { id: "one", turn: "two" },
          traceparent: "00-1-1-00",
          onEvent: nothing,
        } satisfies All<client.AskOptions>,
      },
      "ChatClient, the turn of feedback": {
        call: (turn: never) => new client.ChatClient({ url: "no address" }).feedback(turn, "up"),
        at: "turn",
        valid: "one",
      },
      "ChatClient, the rating of feedback": {
        call: (rating: never) => new client.ChatClient({ url: "no address" }).feedback("1", rating),
        at: "rating",
        valid: "up",
      },
      "ChatClient, the comment of feedback": {
        call: (comment: never) =>
          new client.ChatClient({ url: "no address" }).feedback("1", "up", comment),
        at: "comment",
        valid: "good",
      },
    },
    without: [],
  },
  "connections/http2": {
    names: http2,
    functions: {
      DnsCache: {
        call: (options: never) => new http2.DnsCache(options),
        valid: {
          minTtlMs: 1,
          maxTtlMs: 2,
          negativeMs: 1,
          staleMs: 1,
          patienceMs: 1,
          inUseMs: 1,
          maxNames: 1,
          now: () => 0,
          resolve: nothing,
        } satisfies All<http2.DnsCacheOptions>,
      },
      pooledFetch: {
        call: http2.pooledFetch,
        valid: { ...pool, headersMs: 1_000 } satisfies All<http2.PooledFetchOptions>,
        allowed: { ca: ["list"] },
      },
      pooledHttp2Handler: {
        call: http2.pooledHttp2Handler,
        valid: pool satisfies All<http2.PooledHttp2HandlerOptions>,
        allowed: { ca: ["list"] },
      },
    },
    without: ["TransportError"],
  },
  "endpoint-health/promise": {
    names: health,
    functions: {
      checkEndpoints: {
        call: (options: never) => health.checkEndpoints([], options),
        valid: { ...rounds, before: [] } satisfies All<Parameters<typeof health.checkEndpoints>[1]>,
        outside: { samples: [3, 101] },
        untried: ["controlPlane"],
      },
      "checkEndpoints, its endpoints": {
        call: (given: never) => health.checkEndpoints(given, { samples: 5, spacingMs: 0 }),
        at: "endpoints",
        valid: [endpoint],
      },
      makeMonitor: {
        call: health.makeMonitor,
        needed: ["endpoints", "intervalMs", "roundDeadlineMs"],
        valid: {
          ...rounds,
          endpoints: [endpoint],
          intervalMs: 60_000,
          roundDeadlineMs: 1_000,
          metrics: { region: "us-east-1", namespace: "rows" },
        } satisfies All<health.PromiseMonitorOptions>,
        outside: { samples: [3, 101] },
        untried: ["controlPlane", "metrics"],
      },
      compareCost: {
        call: (traffic: never) => health.compareCost(traffic, prices),
        at: "traffic",
        valid: {
          interfaceGb: 1,
          gatewayGb: 1,
          zones: 2,
          interfaceEndpoints: 3,
          gatewayEndpoints: 1,
          natGateways: 1,
          keepNat: false,
        },
      },
      awsEndpoints: {
        call: (region: never) => health.awsEndpoints(region),
        at: "region",
        valid: "us-east-1",
      },
      limitsOf: { call: health.limitsOf, at: "kind", valid: "gateway" },
    },
    without: ["pricesOf", "reportJson", "reportText", "targetOf"],
  },
  language: {
    names: language,
    functions: {
      makeQuestionReader: {
        call: language.makeQuestionReader,
        needed: ["words", "names", "rewrites", "shapes", "slots", "silent", "refused"],
        valid: grammar satisfies All<language.Grammar>,
        allowed: { longest: orMore },
        any: ["slots", "refused", "names[0]"],
      },
    },
    without: [
      "NearWords",
      "clearlyNearest",
      "hiragana",
      "kanji",
      "kanjiNumber",
      "latin",
      "lettersIn",
      "slipsIn",
      "spellingsOf",
      "spelt",
      "stop",
    ],
  },
  "latency-budget": {
    names: budget,
    functions: {
      Ledger: {
        call: (options: never) => new budget.Ledger(options).budget,
        valid: { totalMs: 2_000, now: () => 0, openedAt: 0 },
        neverThrows: true,
      },
      StageLatencies: {
        call: (options: never) => {
          const latencies = new budget.StageLatencies(options)
          latencies.observe("model", 1)
          latencies.percentile("model", 0.95)
        },
        valid: { size: 128, windowMs: 30_000, least: 20, now: () => 0 },
        neverThrows: true,
      },
      decide: {
        call: (ladder: never) =>
          budget.decide(ladder, { remainingMs: 1, observed: new budget.StageLatencies() }),
        valid: {
          rungs: [
            {
              name: "model",
              codes: [],
              need: { stage: "model", percentile: 0.95, assumedMs: 9 },
              share: 1,
            },
          ],
          reserveMs: 1,
        },
        neverThrows: true,
      },
      "decide, its situation": {
        call: (situation: never) =>
          budget.decide({ rungs: [{ name: "model", codes: [], need }], reserveMs: 0 }, situation),
        valid: { remainingMs: 1, observed: { percentile: nothing }, available: () => true },
        neverThrows: true,
      },
    },
    without: ["neededMs", "serverTiming"],
  },
  "leader/promise": {
    names: leading,
    functions: {
      leader: {
        call: leading.leader,
        needed: ["key"],
        valid: {
          key: "report:{leader}",
          lockMs: 4_000,
          heartbeatMs: 1_000,
          onTrouble: nothing,
          redisUrl,
        } satisfies All<leading.LeaderOptions>,
        untried: ["redisUrl"],
      },
    },
    without: ["LeaderError"],
  },
  "payload/promise": {
    names: payload,
    functions: {
      encode: {
        call: (options: never) => payload.encode("text", options),
        valid: {
          minBytes: 1,
          codec: "zstd",
          dictionary: new payload.Dictionary(1, Buffer.alloc(64, "a")),
        } satisfies All<payload.EncodeOptions>,
        allowed: { minBytes: orMore },
      },
      decode: {
        call: (options: never) => payload.decode(Uint8Array.of(0), options),
        valid: { maxOutputBytes: 1, dictionaries: [] },
        allowed: { maxOutputBytes: orMore },
      },
      decodeText: {
        call: (options: never) => payload.decodeText(Uint8Array.of(0), options),
        valid: { maxOutputBytes: 1, dictionaries: [] },
        allowed: { maxOutputBytes: orMore },
      },
      pruneHistory: { call: (options: never) => payload.pruneHistory([], options), ...prune },
      pruneMessages: { call: (options: never) => payload.pruneMessages([], options), ...prune },
      trainDictionary: {
        call: (options: never) => payload.trainDictionary([], options),
        valid: { maxBytes: 100 },
      },
    },
    without: [
      "Dictionary",
      "PayloadError",
      "estimateTokens",
      "explainPromptCache",
      "makeTokenCalibration",
      "promptCacheMinimum",
      "selectFields",
    ],
  },
  "prefetch/promise": prefetchFunctions,
}

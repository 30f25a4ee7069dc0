/**
 * Starts all emulated AWS services in this process and fills them with the demo catalogue unless told otherwise; the
 * result names the environment that a client needs.
 *
 * Closing ends every connection and the Redis started here, and waits until nothing is left. If one service cannot
 * start, those before it are closed again.
 */
import {
  InvalidSetting,
  type LatencyModel,
  makeServiceHub,
  noLatency,
  resetCounters,
  startAdminServer,
  startBedrock,
} from "@manga-assist/bedrock-emulator/services"
import { demoDay } from "@manga-assist/catalogue"
import type { Progress } from "catalogue-writer"
import { mkdirSync } from "node:fs"
import { resolve } from "node:path"
import { type LocalModel, localModel } from "./bedrock/local/LocalModel.ts"
import { storeModels } from "./bedrock/StoreModels.ts"
import { startApiGateway } from "./gateway/ApiGateway.ts"
import { startDynamoDb } from "./dynamodb/DynamoServer.ts"
import { type WatchedTable } from "./dynamodb/TableChanges.ts"
import { startOpenSearch } from "./opensearch/OpenSearchServer.ts"
import { findRedis, startRedis } from "./Redis.ts"
import { latencyModels } from "./SourceLatency.ts"
import { prepareTables, seed } from "./seed/Seed.ts"

export interface LocalAwsOptions {
  /** Holds the tables and the certificate authority; made when missing. */
  readonly dataDir: string
  /** 127.0.0.1 when absent. */
  readonly host?: string
  /** 0, any free port, when absent. */
  readonly adminPort?: number
  /** ap-northeast-1 when absent. */
  readonly region?: string
  /** The one key pair that Bedrock accepts; `local` / `local-secret` when absent. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** None when absent. */
  readonly latency?: LatencyModel
  /** True when absent. */
  readonly jitter?: boolean
  /** Of latency and faults; 1 when absent. */
  readonly seed?: number
  /** False leaves tables empty and the index away. */
  readonly catalogue?: boolean
  /** `MangaAssist-` when absent. */
  readonly tablePrefix?: string
  /** `manga-products` when absent. */
  readonly index?: string
  /** An OpenSearch that runs elsewhere, whose index is filled too; the emulated one when absent. */
  readonly searchUrl?: string | undefined
  /** A Redis that runs elsewhere; null starts none. Absent: one is looked for on the PATH. */
  readonly redisUrl?: string | null
  /** Both when absent. */
  readonly bedrockProtocols?: ReadonlyArray<"h2" | "http/1.1">
  /** Until the guardrail's verdict on what a model says in a stream; it is not judged when absent. */
  readonly verdictMs?: number
  /** An API Gateway for these backends, which may be told later; none when absent. */
  readonly gatewayBackends?: ReadonlyArray<string>
  readonly models?: Partial<typeof defaultModels>
  /** Answers chats in the place of the emulated model; none when absent. */
  readonly localModel?: LocalModel | undefined
  /** Folder of the shop whose products are seeded; the demo when absent. */
  readonly shop?: string | undefined
  /** ISO date around which the demo's orders lie; today when absent. */
  readonly day?: string
  readonly progress?: Progress
}

export interface LocalAws {
  /** Everything a client needs, `NAME` → value. */
  readonly environment: Readonly<Record<string, string>>
  /** Address of the admin server. */
  readonly admin: string
  /** Who writes a product waits until `changed` has been told of it. */
  readonly watchProducts: (changed: WatchedTable["changed"]) => void
  readonly close: () => Promise<void>
}

const defaultModels = {
  complex: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
  simple: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
  embedding: "amazon.titan-embed-text-v2:0",
}

/** Of those that reached the model, until told otherwise: some tens of megabytes. */
const keptRequests = 2_000

/** Known to everybody: it protects nothing here. */
const gatewaySecret = "the secret of the local gateway"

/** Rejects, with nothing left running, when a port is taken, the folder is in use, or seeding fails. */
export const startLocalAws = async (options: LocalAwsOptions): Promise<LocalAws> => {
  const host = options.host ?? "127.0.0.1"
  const region = options.region ?? "ap-northeast-1"
  const credentials = options.credentials ?? {
    accessKeyId: "local",
    secretAccessKey: "local-secret",
  }
  const tablePrefix = options.tablePrefix ?? "MangaAssist-"
  const index = options.index ?? "manga-products"
  const bedrockProtocols = options.bedrockProtocols ?? ["h2", "http/1.1"]
  const models = { ...defaultModels, ...options.models }
  const dataDir = resolve(options.dataDir)
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidSetting("DATA_DIR", `must be a folder that can be made and written (${why})`)
  }

  // No latency yet: it is switched on once the catalogue is in.
  const hub = makeServiceHub({ seed: options.seed ?? 1, latency: noLatency, jitter: false })
  const chatModels = storeModels(options.verdictMs)
  const answers =
    options.localModel === undefined ? chatModels.answers : localModel(options.localModel)
  const running: Array<() => Promise<void>> = []
  const closeAll = async () => {
    for (const close of running.splice(0).toReversed()) await close()
  }
  const keep = <A extends { readonly close: () => Promise<void> }>(service: A): A => {
    running.push(service.close)
    return service
  }

  try {
    const shared = { host, port: 0, region, dataDir }
    const dynamoDb = keep(await startDynamoDb({ ...shared, context: hub.context("dynamodb") }))
    const search =
      options.searchUrl === undefined
        ? keep(await startOpenSearch({ ...shared, context: hub.context("opensearch") })).environment
        : { OPENSEARCH_URL: options.searchUrl }
    const bedrock = keep(
      await startBedrock({
        ...shared,
        context: hub.context("bedrock"),
        credentials,
        models: {
          ...chatModels,
          answers: (call) => hub.script.next(call) ?? answers(call),
        },
        protocols: bedrockProtocols,
      }),
    )
    const program =
      options.redisUrl === undefined ? findRedis(process.env["PATH"] ?? "") : undefined
    const redis =
      program === undefined
        ? undefined
        : keep(await startRedis({ ...shared, program, context: hub.context("redis") }))
    const { gatewayBackends } = options
    const gateway =
      gatewayBackends === undefined
        ? undefined
        : keep(
            await startApiGateway({
              host,
              context: hub.context("gateway"),
              secret: gatewaySecret,
              backends: () => gatewayBackends,
            }),
          )
    const redisUrl = options.redisUrl ?? redis?.environment["REDIS_URL"]
    const admin = keep(
      await startAdminServer({
        hub,
        host,
        port: options.adminPort ?? 0,
        models: latencyModels,
      }),
    )

    const environment: Record<string, string> = {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...bedrock.environment,
      ...dynamoDb.environment,
      ...search,
      OPENSEARCH_INDEX: index,
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
      DYNAMODB_TABLE_PREFIX: tablePrefix,
      BEDROCK_MODEL_COMPLEX: models.complex,
      BEDROCK_MODEL_SIMPLE: models.simple,
      BEDROCK_EMBEDDING_MODEL: models.embedding,
      BEDROCK_GUARDRAIL_ID: "manga-store",
      BEDROCK_GUARDRAIL_VERSION: "1",
      ...(gateway === undefined
        ? {}
        : {
            GATEWAY_SECRET: gatewaySecret,
            GATEWAY_ENDPOINT: gateway.endpoint,
            GATEWAY_URL: gateway.url,
          }),
      ADMIN_URL: admin.url,
    }
    const tables = environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? ""
    if (options.catalogue === false) {
      await prepareTables(tables, tablePrefix, { region, credentials })
    } else {
      await seed({
        region,
        credentials,
        dynamoDb: { endpoint: tables, prefix: tablePrefix },
        search: { url: environment["OPENSEARCH_URL"] ?? "", index },
        bedrock: {
          endpoint: environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] ?? "",
          protocols: bedrockProtocols,
          caFile: environment["NODE_EXTRA_CA_CERTS"] ?? "",
          model: models.embedding,
        },
        shop: options.shop,
        day: options.day ?? demoDay(),
        progress: options.progress ?? (() => undefined),
      })
    }
    for (const name of hub.services()) resetCounters(hub.counters(name))
    hub.requests.keep(keptRequests)
    hub.latency.select(options.latency ?? noLatency, options.jitter ?? true)
    const watchProducts: LocalAws["watchProducts"] = (changed) => {
      dynamoDb.watch({ table: `${tablePrefix}Products`, key: ["id"], changed })
    }
    return { environment, admin: admin.url, watchProducts, close: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}

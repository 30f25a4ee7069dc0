/**
 * What `pnpm local-aws` runs: starts the emulated services, prints the environment to use, one `NAME=value` a
 * line, then `ready`.
 *
 * SIGINT, SIGTERM or the end of the parent's IPC channel stops everything and exits 0; a second
 * signal exits 130 at once. A wrong flag exits 2, a failed start 1.
 */
import { type Flags, readFlags, usage } from "./CommandLine.ts"
import { InvalidSetting } from "@manga-assist/bedrock-emulator/services"
import { readLocalModel } from "./bedrock/local/LocalModel.ts"
import { localUrl } from "./LocalUrl.ts"
import { type LocalAws, startLocalAws } from "./LocalAws.ts"
import { progressOn } from "catalogue-writer"
import type { StoreFeed } from "./StoreFeed.ts"

const { env } = process

const options = (flags: Flags) => ({
  ...flags,
  dataDir: env["DATA_DIR"] ?? ".data",
  host: env["HOST"] ?? "127.0.0.1",
  region: env["AWS_REGION"] ?? "ap-northeast-1",
  credentials: {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "local",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "local-secret",
  },
  tablePrefix: env["DYNAMODB_TABLE_PREFIX"] ?? "MangaAssist-",
  index: env["OPENSEARCH_INDEX"] ?? "manga-products",
  models: {
    ...(env["BEDROCK_MODEL_COMPLEX"] ? { complex: env["BEDROCK_MODEL_COMPLEX"] } : {}),
    ...(env["BEDROCK_MODEL_SIMPLE"] ? { simple: env["BEDROCK_MODEL_SIMPLE"] } : {}),
    ...(env["BEDROCK_EMBEDDING_MODEL"] ? { embedding: env["BEDROCK_EMBEDDING_MODEL"] } : {}),
  },
  localModel: readLocalModel(env),
  shop: env["SHOP_DIR"] || undefined,
  searchUrl: localUrl(env, "LOCAL_OPENSEARCH_URL"),
  ...(env["REDIS_URL"] ? { redisUrl: env["REDIS_URL"] } : {}),
  progress: progressOn(process.stderr),
})

/** How long a start that was interrupted may go on. */
const cutOffMs = 500

let stopping = false
let started = false
let starting: Promise<LocalAws> | undefined
let feed: StoreFeed | undefined

const stop = async (): Promise<void> => {
  if (stopping) process.exit(130)
  stopping = true
  // A start that fails has closed what it opened; one that is half done need not be waited for,
  // because a seed that is cut off is repaired by the next.
  if (!started) setTimeout(() => process.exit(0), cutOffMs)
  await starting?.then((local) => local.close()).catch(() => undefined)
  await feed?.close()
  process.exit(0)
}

const run = async (): Promise<void> => {
  const flags = readFlags(process.argv.slice(2))
  if (flags.help) {
    console.log(usage)
    return
  }
  process.on("SIGINT", () => void stop())
  process.on("SIGTERM", () => void stop())
  process.on("disconnect", () => void stop())
  starting = startLocalAws(options(flags))
  const { environment, watchProducts } = await starting
  if (stopping) return
  started = true
  if (environment["REDIS_URL"] === undefined) {
    console.error(
      "no REDIS_URL and no redis-server or valkey-server on the PATH: use the memory layer",
    )
  } else {
    const { startStoreFeed } = await import("./StoreFeed.ts")
    feed = await startStoreFeed(environment)
    watchProducts(feed.changed)
  }
  for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`)
  console.log("ready")
}

export const start = (): void => {
  run().catch((error: unknown) => {
    if (stopping) return
    console.error(error instanceof Error ? error.message : String(error))
    if (error instanceof InvalidSetting) console.error(usage)
    // An IPC channel would hold the process, and closing it would look like the end of the parent.
    process.exit(error instanceof InvalidSetting ? 2 : 1)
  })
}

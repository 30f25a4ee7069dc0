/** Where chat servers and workers are killed, stopped and starved: one Redis, one set of emulated services, moto for sinks. */
import { together } from "@manga-assist/bench/process/Together"
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { metricsPage } from "@manga-assist/bench/store/MetricsPage"
import {
  launchServer,
  programOf,
  startProgram,
  startServer,
  startServices,
} from "@manga-assist/bench/store/RunningStore"
import { openFolder } from "@manga-assist/bench/store/StoreFolder"
import { motoServer, redisServer } from "@manga-assist/real-servers"
import { join } from "node:path"
import { layers } from "../Cells.ts"
import { readKept } from "../Kept.ts"
import { running } from "../RunningEffect.ts"
import { prepareTargets, targets, targetSettings } from "../Targets.ts"

/** A server of each socket layer, on a core of its own. */
export const cores = [0, 1] as const
export type Core = (typeof cores)[number]

export type Settings = Readonly<Record<string, string>>

const settledWithinMs = 60_000

export const openPlace = () =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    const redis = (await use(running(redisServer()))).value
    const moto = (await use(running(motoServer))).value
    await prepareTargets(moto.url)
    const services = await use(startServices(folder, ["--latency", "none"], redis.url))
    const environment: Settings = {
      REDIS_URL: redis.url,
      ...targetSettings({ kinesis: moto.url, sqs: moto.url, logs: moto.url }),
      LATENCY_BUDGET_MS: "20000",
      ENDPOINT_HEALTH: "off",
      // Some have a port of customers that is chosen for them.
      ADMIN_PORT: "0",
      LOG_LEVEL: "warn",
    }
    const dataOf = (at: Core) => join(folder, `server-${at}`)
    const how = (at: Core, more: Settings) =>
      [
        services,
        dataOf(at),
        { core: at, environment: { ...environment, SOCKET_SERVER: layers[at] ?? "", ...more } },
      ] as const
    return {
      redis,
      services,
      dataOf,
      launch: (at: Core, more: Settings = {}) => launchServer(...how(at, more)),
      start: (at: Core, more: Settings = {}) => startServer(...how(at, more)),
      /** Any program of this repository over the same services. */
      run: (file: string, flags: ReadonlyArray<string>, more: Settings = {}) =>
        startProgram(programOf(file), 1, flags, {
          ...services.environment,
          ...environment,
          DATA_DIR: join(folder, "beside"),
          ...more,
        }),
      kept: () =>
        readKept({
          tables: services.environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? "",
          logs: moto.url,
          group: targets.group,
        }),
    }
  })
export type Place = Awaited<ReturnType<typeof openPlace>>

/** Records that still wait for their target, when they are written or the time is over. */
export const leftWaiting = (operator: string): Promise<number> =>
  lookUntil(
    async () =>
      (await metricsPage(operator)).sum("manga_assist_sink_records", { event: "pending" }),
    (many) => many === 0,
    { everyMs: 200, withinMs: settledWithinMs },
  )

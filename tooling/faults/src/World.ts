/**
 * A whole store whose every dependency can be broken: emulated services, a Redis with its replica, moto for the targets
 * of sinks and a key set, each behind a faulty proxy; and two chat servers over them, one for each socket layer.
 *
 * Embeddings share the connections of Bedrock, and noise inside TLS is a broken connection: those faults are the
 * emulator's own.
 */
import { listen } from "@manga-assist/bench/measure/Loopback"
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { startProcess } from "@manga-assist/bench/process/PinnedProcess"
import { together } from "@manga-assist/bench/process/Together"
import { put, setFaults } from "@manga-assist/bench/store/Admin"
import {
  programOf,
  startProgram,
  startServer,
  startServices,
} from "@manga-assist/bench/store/RunningStore"
import { openFolder } from "@manga-assist/bench/store/StoreFolder"
import { motoServer, redisReplica } from "@manga-assist/real-servers"
import { audience, issuer, makeKeys, makeToken } from "@manga-assist/sign-in/keys"
import { Effect } from "effect"
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { type Cell, type Layer, layers } from "./Cells.ts"
import { dependencies, type Fault, type Name } from "./Dependencies.ts"
import type { ProxyCalls } from "./ProxyProcess.ts"
import { running } from "./RunningEffect.ts"
import { prepareTargets, targets, targetSettings } from "./Targets.ts"

/** The keys of an issuer that gets a new one at each `renew`, and keeps those before. */
const openIssuer = async (folder: string) => {
  const sets: Array<unknown> = []
  const renew = async () => {
    await makeKeys(folder)
    const { keys } = JSON.parse(await readFile(`${folder}/keys.json`, "utf8")) as {
      readonly keys: ReadonlyArray<unknown>
    } // As it has just been written.
    sets.push(...keys)
  }
  await renew()
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: sets })))
  const port = await listen(server)
  return {
    port,
    renew,
    /** Signed with the newest key. */
    tokenOf: (user: string) => makeToken(folder, user, 600),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const portOf = (address = ""): number => Number(new URL(address).port)

/** The emulator breaks it in the place of a proxy. */
const isEmulated = (name: Name, fault: Fault): boolean =>
  name === "embeddings" || (name === "bedrock" && fault === "garbage")

const restartMs = 2_000

/** Where a world's processes stand: the server's, and that of the emulated services. */
export type Cores = readonly [server: number, services: number]

/** `more`: settings of its chat servers and its worker. */
export const openWorld = (
  [serverCore, servicesCore]: Cores = [0, 1],
  more: Readonly<Record<string, string>> = {},
) =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    const redis = (await use(running(redisReplica))).value
    const moto = (await use(running(motoServer))).value
    await prepareTargets(moto.url)
    const issuerOf = await use(openIssuer(`${folder}/keys`))
    const onCore = (core: number) =>
      use(startProcess<ProxyCalls>(import.meta.resolve("./ProxyProcess.ts"), { core }))
    const [probe, proxies] = [await onCore(serverCore), await onCore(servicesCore)]
    const before = (name: string, port: number) => proxies.call("open", { name, port })
    /** Of the process that keeps caches right: never broken, but led to the primary. */
    const feed = await before("feed", redis.primary.port)
    const services = await use(
      startServices(
        folder,
        ["--latency", "source-after", "--gateway", "none"],
        `redis://127.0.0.1:${feed}`,
        servicesCore,
      ),
    )
    const told = services.environment
    const url = (port: number) => `http://127.0.0.1:${port}`
    const ports = {
      bedrock: await before("bedrock", portOf(told["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"])),
      opensearch: await before("opensearch", portOf(told["OPENSEARCH_URL"])),
      dynamodb: await before("dynamodb", portOf(told["AWS_ENDPOINT_URL_DYNAMODB"])),
      redis: await before("redis", redis.primary.port),
      kinesis: await before("kinesis", moto.port),
      sqs: await before("sqs", moto.port),
      logs: await before("logs", moto.port),
      keys: await before("keys", issuerOf.port),
      gateway: await before("gateway", portOf(told["GATEWAY_ENDPOINT"])),
    }
    const environment = {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `https://127.0.0.1:${ports.bedrock}`,
      OPENSEARCH_URL: url(ports.opensearch),
      AWS_ENDPOINT_URL_DYNAMODB: url(ports.dynamodb),
      REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
      ...targetSettings({
        kinesis: url(ports.kinesis),
        sqs: url(ports.sqs),
        logs: url(ports.logs),
      }),
      GATEWAY_ENDPOINT: `${url(ports.gateway)}/prod`,
      AUTH: "jwt",
      AUTH_ISSUER: issuer,
      AUTH_AUDIENCE: audience,
      AUTH_JWKS: `${url(ports.keys)}/keys.json`,
      SESSION_KEY: "the key of sessions on this machine alone",
      ENDPOINT_HEALTH: "off",
      LOG_LEVEL: "warn",
      NODE_OPTIONS: "--inspect=127.0.0.1:0",
      ...more,
    }
    const startLayer = async (layer: Layer) =>
      Object.assign(
        await startServer(services, `${folder}/${layer}`, {
          core: serverCore,
          environment: { ...environment, SOCKET_SERVER: layer },
        }),
        { admin: services.admin },
      )
    const servers = new Map<Layer, Awaited<ReturnType<typeof startLayer>>>()
    const stop = async () => {
      for (const server of servers.values()) await server[Symbol.asyncDispose]()
    }
    await use(Promise.resolve({ [Symbol.asyncDispose]: stop }))
    for (const layer of layers) servers.set(layer, await startLayer(layer))
    const serverOf = (layer: Layer) => {
      const server = servers.get(layer)
      if (server === undefined) throw new Error(`no server of ${layer}`)
      return server
    }

    let [primary, standby] = [redis.primary, redis.replica]
    const redisIs = {
      /** Without what it held. */
      restart: async () => {
        await Effect.runPromise(Effect.andThen(primary.kill, Effect.sleep(restartMs)))
        await Effect.runPromise(primary.start)
      },
      /** The name leads to the new primary after the old one refuses writes. */
      failover: async () => {
        const follow = primary.command("REPLICAOF", "127.0.0.1", `${standby.port}`)
        await Effect.runPromise(Effect.andThen(standby.command("REPLICAOF", "NO", "ONE"), follow))
        ;[primary, standby] = [standby, primary]
        await pause(restartMs)
        for (const name of ["redis", "feed"]) {
          await proxies.call("turn", { name, port: primary.port })
        }
      },
    }
    const emulate = (name: Name, kind: Fault) => {
      const operation = name === "embeddings" ? "InvokeModel" : "ConverseStream"
      const delay = kind === "slow" ? { delayMs: 2_000 } : {}
      return setFaults(services, [{ service: "bedrock", kind, operation, ...delay }])
    }
    const breakOne = async (name: Name, fault: Fault): Promise<void> => {
      if (isEmulated(name, fault)) return emulate(name, fault)
      if (name === "redis" && (fault === "restart" || fault === "failover")) return redisIs[fault]()
      if (fault !== "failover") await proxies.call("set", { name, mode: fault })
    }

    return {
      tables: told["AWS_ENDPOINT_URL_DYNAMODB"] ?? "",
      logs: moto.url,
      group: targets.group,
      issuer: issuerOf,
      /** From now on, of what answers customers of this layer. */
      watchStalls: async (layer: Layer): Promise<void> => {
        await probe.call("watch", { ids: [serverOf(layer).serverId, process.pid] })
        await proxies.call("watch", { ids: [services.id, proxies.id] })
      },
      /** On both cores, since they were last asked for. */
      stalls: async () => [...(await probe.call("stalls")), ...(await proxies.call("stalls"))],
      serverOf,
      /** Whoever starts it ends it. */
      startWorker: () =>
        startProgram(programOf("apps/precompute/src/main.ts"), servicesCore, [], {
          ...told,
          ...environment,
          DATA_DIR: `${folder}/worker`,
        }),
      /** Where customers of the gateway connect; its events reach this layer's server alone. */
      gatewayTo: async (layer: Layer): Promise<string> => {
        await put(`${new URL(told["GATEWAY_ENDPOINT"] ?? "").origin}/backends`, [
          serverOf(layer).url,
        ])
        return told["GATEWAY_URL"] ?? ""
      },
      /** The same disk, another process. */
      renew: async (layer: Layer): Promise<void> => {
        await serverOf(layer)[Symbol.asyncDispose]()
        servers.set(layer, await startLayer(layer))
      },
      breakDown: async ({ down, fault }: Pick<Cell, "down" | "fault">): Promise<void> => {
        for (const name of down) {
          const { beside } = dependencies[name]
          if (beside !== undefined) await proxies.call("set", { name: beside, mode: "refused" })
          await breakOne(name, fault)
        }
      },
      heal: async ({ down }: Pick<Cell, "down">): Promise<void> => {
        await setFaults(services, [])
        for (const name of down.flatMap((each) => [each, dependencies[each].beside ?? []].flat())) {
          if (name !== "embeddings") await proxies.call("set", { name, mode: "pass" })
        }
      },
    }
  })

export type World = Awaited<ReturnType<typeof openWorld>>

/**
 * Starts all chat servers that are compared at once, this project's and those on other libraries, each in its own process
 * on core 0; idle ones cost nothing, so they can be measured alternately. On core 1 are the emulated model, the relays that
 * delay every byte between a server and the model, and the customers. A server that cannot run here is listed with the
 * reason.
 */
import { withRedis } from "../caching/stores/RealRedis.ts"
import {
  bedrockAt,
  type Laboratory,
  type RelayedTo,
  withLaboratory,
} from "../connections/laboratory/Laboratory.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import { type Progress } from "../command/Progress.ts"
import { withFolder } from "../store/StoreFolder.ts"
import type { LoadCalls } from "./ChatLoadProcess.ts"
import { type Gateway, startNginx, startPortkey } from "./Gateway.ts"
import { type Installation, installPeers } from "./Installation.ts"
import { findNginx, findProgram, type NotRun, type PeerName, peerNames, peers } from "./Peer.ts"
import type { PlainCalls } from "./PlainServer.ts"

/** The server with the gateway behind it: one process to all who ask and measure it. */
export interface RunningPeer extends Gateway, AsyncDisposable {
  readonly name: PeerName
  readonly label: string
}

export interface PeerLaboratory {
  readonly stub: Laboratory["stub"]
  readonly load: PinnedProcess<LoadCalls>
  readonly running: ReadonlyArray<RunningPeer>
  readonly notRun: ReadonlyArray<NotRun>
  /** Another instance of the same peer, on the same Redis. */
  readonly startAnother: (name: PeerName) => Promise<RunningPeer>
  /** The way to the model falls silent, and stays so. */
  readonly silence: () => Promise<void>
}

let installed: Promise<Installation> | undefined

/** Once for all parts of a run. */
export const installation = (): Promise<Installation> => (installed ??= installPeers())

interface Place {
  readonly laboratory: Laboratory
  readonly relays: { readonly h2: RelayedTo; readonly h1: RelayedTo } | undefined
  readonly redisUrl: string
  readonly folder: string
}

class PeerMissing extends Error {}

const installedServer = async (file: string): Promise<string> => {
  const made = await installation().catch((error: unknown) => {
    throw new PeerMissing(
      `cannot be installed: ${error instanceof Error ? error.message : String(error)}`,
    )
  })
  return made.server(file)
}

const startGateway = async (
  name: PeerName,
  { folder, laboratory }: Place,
  modelPort: number,
): Promise<Gateway | undefined> => {
  const options = { authorityFile: laboratory.authorityFile, folder, modelPort }
  if (name === "portkey") return startPortkey(await installedServer("PortkeyGateway.mjs"), options)
  if (name !== "nginx") return undefined
  const program = findNginx()
  if (program === undefined) {
    throw new PeerMissing("no nginx on this machine (Debian: apt install nginx-light)")
  }
  return startNginx(program, options)
}

const startPeer = async (name: PeerName, place: Place): Promise<RunningPeer> => {
  const { laboratory, redisUrl, relays } = place
  const { file, label, protocol } = peers[name]
  const server =
    file === undefined ? import.meta.resolve("./OurServer.ts") : await installedServer(file)
  const modelPort = relays?.[protocol].port ?? laboratory.ports[protocol]
  const gateway = await startGateway(name, place, modelPort)
  try {
    const running = await startProcess<PlainCalls>(server, {
      core: 0,
      environment: {
        ...bedrockAt(modelPort, laboratory.authorityFile),
        GATEWAY_URL: gateway?.url ?? "",
        NODE_ENV: "production",
        // A database of its own: nobody finds what another has kept.
        REDIS_URL: `${redisUrl}/${peerNames.indexOf(name)}`,
      },
    })
    const kill = async () => {
      await running.kill()
      await gateway?.kill()
    }
    return {
      name,
      label,
      url: `ws://127.0.0.1:${await running.call("port")}`,
      cpuMs: async () => (await running.call("cpuMs")) + ((await gateway?.cpuMs()) ?? 0),
      kill,
      [Symbol.asyncDispose]: kill,
    }
  } catch (error) {
    await gateway?.kill()
    throw error
  }
}

export const withPeers = <A>(
  { oneWayMs, progress }: { readonly oneWayMs: number; readonly progress: Progress },
  use: (laboratory: PeerLaboratory) => Promise<A>,
): Promise<A> =>
  withRedis(({ url: redisUrl }) =>
    withLaboratory((laboratory) =>
      withFolder(async (folder) => {
        await using ending = new AsyncDisposableStack()
        const running: Array<RunningPeer> = []
        const notRun: Array<NotRun> = [
          {
            label: "LiteLLM",
            reason:
              findProgram("litellm") === undefined
                ? "not installed on this machine"
                : "installed, but this bench has no server for it yet",
          },
        ]
        const relays =
          oneWayMs === 0
            ? undefined
            : {
                h2: await laboratory.startRelay(oneWayMs, { isCoarse: true }),
                h1: await laboratory.startRelay(oneWayMs, { isCoarse: true, protocol: "h1" }),
              }
        const place = { laboratory, relays, redisUrl, folder }
        const file = import.meta.resolve("./ChatLoadProcess.ts")
        const load = ending.use(await startProcess<LoadCalls>(file, { core: 1 }))
        for (const name of peerNames) {
          progress.step(`peers: starting ${peers[name].label}`)
          try {
            running.push(ending.use(await startPeer(name, place)))
          } catch (error) {
            // Without ours there is nothing to compare; without another one there are the others.
            if (name === "ours") throw error
            const reason = error instanceof Error ? error.message : String(error)
            notRun.push({
              label: peers[name].label,
              reason: error instanceof PeerMissing ? reason : `does not start: ${reason}`,
            })
          }
        }
        return await use({
          stub: laboratory.stub,
          load,
          running,
          notRun,
          startAnother: async (name) => ending.use(await startPeer(name, place)),
          silence: async () => {
            await Promise.all([relays?.h2.call("silence"), relays?.h1.call("silence")])
          },
        })
      }),
    ),
  )

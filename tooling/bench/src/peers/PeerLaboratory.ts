/**
 * Starts all chat servers that are compared at once, this project's and those on other libraries, each in its own process
 * on core 0; idle ones cost nothing, so they can be measured alternately. On core 1 are the emulated model and the
 * customers. A server that cannot run here is listed with the reason.
 */
import { openRedis } from "../caching/stores/RealRedis.ts"
import { type Measuring } from "../command/Benchmark.ts"
import { type Laboratory, openLaboratory } from "../connections/laboratory/Laboratory.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import type { CustomersCalls } from "../store/CustomersProcess.ts"
import { type Installation, installPeers } from "./Installation.ts"
import { type Label, type NotRun, type PeerName, peerNames, peers } from "./Peer.ts"
import type { PlainCalls } from "./PlainServer.ts"

export interface RunningPeer extends AsyncDisposable {
  readonly name: PeerName
  readonly label: Label
  readonly url: string
  /** Since its start. */
  readonly cpuMs: () => Promise<number>
}

export interface PeerLaboratory extends AsyncDisposable {
  readonly stub: Laboratory["stub"]
  readonly customers: PinnedProcess<CustomersCalls>
  readonly running: ReadonlyArray<RunningPeer>
  readonly notRun: ReadonlyArray<NotRun>
  /** Another instance of the same peer, on the same Redis. */
  readonly startAnother: (name: PeerName) => Promise<RunningPeer>
}

let installed: Promise<Installation> | undefined

/** The address of a server's program; the packages are installed once for all of a run. */
const programOf = async (name: PeerName): Promise<string> => {
  const { file } = peers[name]
  if (file === undefined) return import.meta.resolve("./OurServer.ts")
  return (await (installed ??= installPeers())).server(file)
}

const startPeer = async (
  name: PeerName,
  { environment }: Laboratory,
  redisUrl: string,
): Promise<RunningPeer> => {
  const server = await startProcess<PlainCalls>(await programOf(name), {
    core: 0,
    parameters: [name],
    environment: {
      ...environment,
      NODE_ENV: "production",
      // A database of its own: nobody finds what another has kept.
      REDIS_URL: `${redisUrl}/${peerNames.indexOf(name)}`,
    },
  })
  return {
    name,
    label: peers[name].label,
    url: `http://127.0.0.1:${await server.call("port")}`,
    cpuMs: () => server.call("cpuMs"),
    [Symbol.asyncDispose]: server.kill,
  }
}

export const openPeers = ({ missed, progress }: Measuring): Promise<PeerLaboratory> =>
  together(async (use) => {
    const redis = await use(openRedis())
    const laboratory = await use(openLaboratory())
    const customers = await use(
      startProcess<CustomersCalls>(import.meta.resolve("../store/CustomersProcess.ts"), {
        core: 1,
      }),
    )
    const running: Array<RunningPeer> = []
    const notRun: Array<NotRun> = []
    for (const name of peerNames) {
      progress.step(`peers: starting ${peers[name].label}`)
      try {
        running.push(await use(startPeer(name, laboratory, redis.url)))
      } catch (error) {
        // Without ours there is nothing to compare; without another one there are the others.
        if (name === "ours") throw error
        const { label } = peers[name]
        notRun.push({ label, reason: error instanceof Error ? error.message : String(error) })
        missed(label)
      }
    }
    const startAnother = (name: PeerName) => use(startPeer(name, laboratory, redis.url))
    return { stub: laboratory.stub, customers, running, notRun, startAnother }
  })

/**
 * Starts all chat servers that are compared at once, this project's and those on other libraries, each in its own process
 * on core 0; idle ones cost nothing, so they can be measured alternately. On core 1 are the emulated model and the
 * customers. A server that cannot run here is listed with the reason.
 */
import { openRedis } from "../caching/stores/RealRedis.ts"
import { type Measuring } from "../command/Benchmark.ts"
import { openLaboratory } from "../connections/laboratory/Laboratory.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import type { CustomersCalls } from "../store/CustomersProcess.ts"
import { installPeers } from "./Installation.ts"
import { type NotRun, type PeerName, peers } from "./Peer.ts"
import type { PlainCalls } from "./PlainServer.ts"

export const openPeers = ({ missed, progress }: Measuring) =>
  together(async (use) => {
    const redis = await use(openRedis())
    const { environment, stub } = await use(openLaboratory())
    const customersFile = import.meta.resolve("../store/CustomersProcess.ts")
    const customers = await use(startProcess<CustomersCalls>(customersFile, { core: 1 }))
    const names = Object.keys(peers) as ReadonlyArray<PeerName> // Its own keys.
    /** An instance; those of the same peer are on the same Redis. */
    const startPeer = async (name: PeerName) => {
      const { file, label } = peers[name]
      const server = await use(
        startProcess<PlainCalls>(file, {
          core: 0,
          parameters: [name],
          environment: {
            ...environment,
            NODE_ENV: "production",
            // A database of its own: nobody finds what another has kept.
            REDIS_URL: `${redis.url}/${names.indexOf(name)}`,
          },
        }),
      )
      const cpuMs = async () => (await server.call("processorTime")) / 1_000
      return { name, label, url: await server.call("url"), cpuMs }
    }
    const running: Array<Awaited<ReturnType<typeof startPeer>>> = []
    const notRun: Array<NotRun> = []
    const installed = await installPeers().catch((error: Error) => error)
    for (const name of names) {
      const { label } = peers[name]
      progress.step(`peers: starting ${label}`)
      try {
        if (name !== "ours" && installed !== undefined) throw installed
        running.push(await startPeer(name))
      } catch (error) {
        // Without ours there is nothing to compare; without another one there are the others.
        if (name === "ours") throw error
        notRun.push({ label, reason: error instanceof Error ? error.message : String(error) })
        missed(label)
      }
    }
    return { stub, customers, running, notRun, startPeer }
  })

export type PeerLaboratory = Awaited<ReturnType<typeof openPeers>>
export type RunningPeer = PeerLaboratory["running"][number]

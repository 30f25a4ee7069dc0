/** A hundred to forty thousand idle sockets in one process, as far as its file limit goes. */
import { type Part } from "../Benchmark.ts"
import { atMost } from "../Figure.ts"
import { mostSockets, socketLimit } from "../limits/FileLimit.ts"
import type { SocketHolderCalls } from "../limits/SocketHolderProcess.ts"
import { startProcess } from "../PinnedProcess.ts"
import { collectedMemory } from "../turn/Inspector.ts"
import { withFolder, withStore } from "../turn/StoreFolder.ts"
import { pause } from "../turn/StoreSocket.ts"
import { curveFigures } from "./Curve.ts"

const counts = { quick: [100, 1_000, 4_000], full: [100, 1_000, 10_000, 19_000, 40_000] }
/** What each socket prefetches, the emulated table answers about a thousand times a second. */
const perSecond = 800
const settleMs = 4_000

export const socketCount: Part = {
  name: "sockets",
  measure: ({ overSteadyRounds, progress, quick }) => {
    const wanted = quick ? counts.quick : counts.full
    const { prefix, sockets, why } = socketLimit(Math.max(...wanted))
    const possible = wanted.filter((count) => count <= sockets)
    const perHolder = Math.min(15_000, mostSockets())
    const environment = { NODE_OPTIONS: "--inspect=127.0.0.1:0", MAX_CONNECTIONS: "50000" }
    const flags = ["--latency", "none"]
    return withFolder((dataFolder) =>
      withStore({ dataFolder, flags, environment, prefix }, async (store) => {
        const inspector = store.inspector ?? ""
        const url = `${store.url.replace(/^http/u, "ws")}/chat`
        const most = possible.at(-1) ?? 0
        const rounds = await overSteadyRounds(1, async () => {
          const holders = await Promise.all(
            Array.from({ length: Math.ceil(most / perHolder) }, () =>
              startProcess<SocketHolderCalls>(
                import.meta.resolve("../limits/SocketHolderProcess.ts"),
                { core: 1 },
              ),
            ),
          )
          try {
            // What the first sockets of a process cost once is not the price of a socket.
            await holders[0]?.call("open", { url, holder: 0, count: 300, perSecond })
            await holders[0]?.call("closeAll")
            await pause(settleMs)
            const before = await collectedMemory(inspector)
            const row: Array<readonly [number, number]> = []
            let open = 0
            for (const count of possible) {
              progress.step(`sockets: ${count}`)
              while (open < count) {
                const at = Math.floor(open / perHolder)
                const more = Math.min(count, (at + 1) * perHolder) - open
                await holders[at]?.call("open", { url, holder: at, count: more, perSecond })
                open += more
              }
              await pause(settleMs)
              const { held } = await collectedMemory(inspector)
              row.push([count, (held - before.held) / 1_024])
            }
            return row
          } finally {
            await Promise.all(holders.map((holder) => holder.kill()))
          }
        })
        return curveFigures({
          name: "objects of all idle sockets",
          unit: "KiB",
          sizes: "sockets",
          rounds,
          exponent: {
            target: atMost(1.1),
            note: `heap and external memory after a collection${why === undefined ? "" : `; no more because ${why}`}`,
          },
        })
      }),
    )
  },
}

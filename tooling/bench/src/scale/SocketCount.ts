/**
 * Measures the memory of a hundred to forty thousand idle sockets in one server process, as far as its limit of open
 * files allows.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost } from "../measure/Figure.ts"
import { socketLimit } from "../limits/FileLimit.ts"
import { chatAddress, perHolder, withHolders } from "../limits/SocketHolders.ts"
import { collectedMemory } from "../store/Inspector.ts"
import { withStore } from "../store/StoreFolder.ts"
import { pause } from "../measure/OpenLoop.ts"
import { curveFigures, overSizes } from "./Curve.ts"

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
    const environment = { NODE_OPTIONS: "--inspect=127.0.0.1:0", MAX_CONNECTIONS: "50000" }
    const flags = ["--latency", "none"]
    return withStore({ flags, environment, prefix }, async (store) => {
      const inspector = store.inspector ?? ""
      const url = chatAddress(store.url)
      const each = perHolder()
      const most = possible.at(-1) ?? 0
      const rounds = await overSteadyRounds(1, () =>
        withHolders(most, { url, perSecond }, async (holders) => {
          await pause(settleMs)
          const before = await collectedMemory(inspector)
          let open = 0
          return await overSizes(possible, async (count) => {
            progress.step(`sockets: ${count}`)
            while (open < count) {
              const at = Math.floor(open / each)
              const more = Math.min(count, (at + 1) * each) - open
              await holders[at]?.call("open", { url, holder: at, count: more, perSecond })
              open += more
            }
            await pause(settleMs)
            const { held } = await collectedMemory(inspector)
            return (held - before.held) / 1_024
          })
        }),
      )
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
    })
  },
}

/**
 * Measures each client's processor time for a streamed chat, at 60 chats at once, after a first 300 chats; and the TLS
 * handshakes that those first 300 take.
 */
import { type Part } from "../command/Benchmark.ts"
import { variants } from "../connections/clients/ChatClient.ts"
import { startAll, withLaboratory } from "../connections/laboratory/Laboratory.ts"
import { figure, figuresOver } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { type Compared, compared, figureNames } from "./Compared.ts"

const shape = { deltas: 30, gapMs: 10, firstMs: 0 }
const concurrency = 60
const cold = 300

export const cost: Part = {
  name: "cost",
  measure: ({ quick, rounds, overRounds, progress }) =>
    withLaboratory(async (laboratory) => {
      const clients = await startAll(laboratory, compared)
      const handshakes: Array<readonly [Compared, number]> = []
      for (const variant of compared) {
        progress.step(`cost: ${cold} cold chats, ${variants[variant]}`)
        await laboratory.stub.call("resetCounts")
        const load = { shape: { ...shape, gapMs: 2 }, chats: cold, concurrency }
        await clients[variant].call("askMany", load)
        handshakes.push([variant, (await laboratory.stub.call("counts")).handshakes])
      }
      const chats = quick ? 180 : 600
      const measured = await overRounds(rounds, async (round) => {
        const costs: Partial<Record<Compared, number>> = {}
        for (const variant of rotated(compared, round)) {
          progress.step(`cost: round ${round + 1} of ${rounds}, ${variants[variant]}`)
          const asked = await clients[variant].call("askMany", { shape, chats, concurrency })
          if (asked.failed > 0) throw new Error(`${variant}: ${asked.firstFailure}`)
          costs[variant] = asked.cpuMs / chats
        }
        return costs as Readonly<Record<Compared, number>> // Each of `compared` was set.
      })
      return [
        ...compared.map((variant) =>
          figuresOver(measured)(
            `${figureNames.cost}: ${variants[variant]}`,
            "ms",
            (costs) => costs[variant],
          ),
        ),
        ...handshakes.map(([variant, count]) =>
          figure(`${figureNames.handshakes}: ${variants[variant]}`, "handshakes", [count]),
        ),
      ]
    }),
}

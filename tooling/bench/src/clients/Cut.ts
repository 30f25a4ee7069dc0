/**
 * Measures which clients report an answer that is cut off because the server closes the connection (FIN). The others
 * end it as if it were complete, and only a caller who checks for `messageStop` notices.
 */
import { setTimeout as pause } from "node:timers/promises"
import { type Part } from "../command/Benchmark.ts"
import { variants } from "../connections/clients/ChatClient.ts"
import { type Laboratory, withLaboratory } from "../connections/laboratory/Laboratory.ts"
import { type Figure, figure } from "../measure/Figure.ts"
import { type Compared, compared, figureNames } from "./Compared.ts"

const chats = 20
const shape = { deltas: 300, gapMs: 20, firstMs: 0 }

const toldOf = async (laboratory: Laboratory, variant: Compared): Promise<Figure> => {
  const protocol = variant.startsWith("sdk-http1") ? "h1" : "h2"
  const relay = await laboratory.startRelay(0, { protocol })
  await using client = await laboratory.startClient(variant, { port: relay.port })
  const warming = { shape: { ...shape, deltas: 3 }, chats: 5, concurrency: 5 }
  await client.call("askMany", warming)
  const asking = client.call("askMany", { shape, chats, concurrency: chats })
  await pause(2_000)
  await relay.call("cut")
  const { failed, inSilence } = await asking
  const told = (100 * (failed - inSilence)) / chats
  return figure(`${figureNames.cut}: ${variants[variant]}`, "%", [told])
}

export const cut: Part = {
  name: "cut",
  measure: async ({ progress, overSteadyRounds }) => {
    const rounds = await overSteadyRounds(1, () =>
      withLaboratory(async (laboratory) => {
        const figures: Array<Figure> = []
        for (const variant of compared) {
          progress.step(`cut: ${variants[variant]}`)
          figures.push(await toldOf(laboratory, variant))
        }
        return figures
      }),
    )
    return rounds.flat()
  },
}

/** Opens 500 concurrent streams with a fresh process and keeps them open: memory of a stream. */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { pause } from "../measure/OpenLoop.ts"
import { openLaboratory } from "./laboratory/Laboratory.ts"

/** The server answers after 100 ms; the streams outlast the measurement. */
const holding = { shape: { deltas: 240, gapMs: 500, firstMs: 100 }, count: 500 }
const warmUp = { shape: { deltas: 10, gapMs: 1, firstMs: 0 }, chats: 200, concurrency: 20 }

export const slowStreams = row({
  name: "slow-streams",
  processes: openLaboratory,
  rounds: ({ quick }) => (quick ? 1 : 3),
  isSteady: true,
  load: async ({ startClient }) => {
    // A fresh process, because memory that was once taken is rarely given back.
    await using client = await startClient("bedrock-chat")
    await client.call("askMany", warmUp)
    const before = await client.call("residentBytes")
    await client.call("hold", holding)
    // Buffers come to rest.
    await pause(2_500)
    const after = await client.call("residentBytes")
    return { ofOne: (after - before) / 1_024 / holding.count }
  },
  figures: () => [
    {
      name: "memory of an open stream, 500 at once: BedrockChat",
      unit: "KiB",
      of: "ofOne",
      target: atMost(60),
    },
  ],
})

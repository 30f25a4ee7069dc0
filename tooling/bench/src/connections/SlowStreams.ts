/** Opens 500 concurrent streams with a fresh process and keeps them open: memory of a stream. */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { openLaboratory } from "./laboratory/Laboratory.ts"

const streams = 500
/** The server answers after 100 ms; the streams outlast the measurement. */
const holding = {
  shape: { deltas: 240, gapMs: 500, firstMs: 100 },
  count: streams,
  readAtOpen: streams,
  untilAllEnded: false,
}
const warmUp = { shape: { deltas: 10, gapMs: 1, firstMs: 0 }, chats: 200, concurrency: 20 }

export const slowStreams = row({
  name: "slow-streams",
  processes: openLaboratory,
  rounds: ({ quick }) => (quick ? 1 : 3),
  isSteady: true,
  load: async (laboratory) => {
    // A fresh process, because memory that was once taken is rarely given back.
    await using client = await laboratory.startClient("bedrock-chat", {
      nodeOptions: ["--expose-gc"],
    })
    await client.call("askMany", warmUp)
    return await client.call("holdOpen", holding)
  },
  figures: () => [
    {
      name: "memory of an open stream, 500 at once: BedrockChat",
      unit: "KiB",
      of: ({ open, rssBefore, rssOpen }) => (rssOpen - rssBefore) / 1_024 / Math.max(1, open),
      target: atMost(60),
      note: ([seen]) =>
        seen === undefined || seen.open === streams
          ? undefined
          : `only ${seen.open} were open when memory was read, ${seen.failed} failed`,
    },
  ],
})

/**
 * Measures each client's processor time for one streamed chat, at 60 concurrent chats, all clients in turn in each
 * round.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { together } from "../process/Together.ts"
import { variants } from "./clients/ChatClient.ts"
import { openLaboratory, startAll } from "./laboratory/Laboratory.ts"

const compared = ["sdk-default", "sdk-http1", "sdk-handler", "bedrock-chat", "raw"] as const
type Compared = (typeof compared)[number]

const shape = { deltas: 30, gapMs: 10, firstMs: 0 }
const concurrency = 60
/**
 * The engine compiles a client's code for good only after hundreds of chats: until then a chat costs up to twice
 * as much, that of a small client most. The same chats, sooner.
 */
export const warmUpChats = 600
const warming = { shape: { ...shape, gapMs: 2 }, chats: warmUpChats, concurrency }

interface Seen {
  readonly cost: ReadonlyMap<Compared, number>
}

const costOf = ({ cost }: Seen, variant: Compared) => cost.get(variant) ?? Number.NaN

export const processorTime = row({
  name: "processor-time",
  processes: () =>
    together(async (use) => ({ clients: await startAll(await use(openLaboratory()), compared) })),
  warm: async ({ clients }) => {
    for (const variant of compared) await clients[variant].call("askMany", warming)
  },
  load: async ({ clients }, { quick }, round): Promise<Seen> => {
    const cost = new Map<Compared, number>()
    for (const variant of rotated(compared, round)) {
      // Those that cost little need more of them to be told apart.
      const chats = quick ? (variant.startsWith("sdk") ? 120 : 240) : 600
      const asked = await clients[variant].call("askMany", { shape, chats, concurrency })
      if (asked.failed > 0) throw new Error(`${variant}: ${asked.firstFailure}`)
      cost.set(variant, asked.cpuMs / chats)
    }
    return { cost }
  },
  figures: () => [
    ...compared.map((variant) => ({
      name: `processor time of a chat: ${variants[variant]}` as const,
      unit: "ms",
      of: (seen: Seen) => costOf(seen, variant),
    })),
    {
      name: "processor time: BedrockChat ÷ raw",
      unit: "times",
      of: (seen: Seen) => costOf(seen, "bedrock-chat") / costOf(seen, "raw"),
      target: atMost(1.25),
    } as const,
    {
      name: "processor time: BedrockChat ÷ SDK default",
      unit: "times",
      of: (seen: Seen) => costOf(seen, "bedrock-chat") / costOf(seen, "sdk-default"),
      target: atMost(0.3),
    } as const,
  ],
})

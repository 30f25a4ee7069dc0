/**
 * Measures each client's processor time for one streamed chat, at 60 concurrent chats, all clients in turn in each
 * round.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figure, figuresOver } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { variants } from "./clients/ChatClient.ts"
import { startAll, withLaboratory } from "./laboratory/Laboratory.ts"

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

type Round = Readonly<Record<Compared, number>>

export const processorTime: Part = {
  name: "processor-time",
  measure: ({ quick, rounds, overRounds, progress }) =>
    withLaboratory(async (laboratory) => {
      // Those that cost little need more of them to be told apart.
      const chatsOf = (variant: Compared) => (quick ? (variant.startsWith("sdk") ? 120 : 240) : 600)
      const clients = await startAll(laboratory, compared)
      progress.step("processor-time: warming up")
      for (const variant of compared) {
        await clients[variant].call("askMany", warming)
      }
      const measured = await overRounds(rounds, async (round) => {
        const costs: Partial<Record<Compared, number>> = {}
        for (const variant of rotated(compared, round)) {
          progress.step(`processor-time: round ${round + 1} of ${rounds}, ${variants[variant]}`)
          const chats = chatsOf(variant)
          const asked = await clients[variant].call("askMany", { shape, chats, concurrency })
          if (asked.failed > 0) throw new Error(`${variant}: ${asked.firstFailure}`)
          costs[variant] = asked.cpuMs / chats
        }
        return costs as Round // Each of `compared` was set.
      })
      const ratio = (above: Compared, below: Compared) =>
        measured.map((costs) => costs[above] / costs[below])
      return [
        ...compared.map((variant) =>
          figuresOver(measured)(
            `processor time of a chat: ${variants[variant]}`,
            "ms",
            (costs) => costs[variant],
          ),
        ),
        figure("processor time: BedrockChat ÷ raw", "times", ratio("bedrock-chat", "raw"), {
          target: atMost(1.25),
        }),
        figure(
          "processor time: BedrockChat ÷ SDK default",
          "times",
          ratio("bedrock-chat", "sdk-default"),
          { target: atMost(0.3) },
        ),
      ]
    }),
}

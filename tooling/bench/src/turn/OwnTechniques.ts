/**
 * Measures two techniques of this project's own that no other benchmark shows: the latency ladder, which gives a slow model
 * up while there is time to say what the catalogue knows, and frames that carry what arrives within a tick.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { serviceStats, setFaults, setLatency } from "../store/Admin.ts"
import { endedOf } from "../store/Chat.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import { startServer } from "../store/RunningStore.ts"
import { exactlyAfter, openServices } from "../store/StoreFolder.ts"
import { oneChat, patient } from "./SpacedChats.ts"

const budgetMs = 2_000
const slow = { service: "bedrock", kind: "slow", operation: "ConverseStream" } as const

export const ownTechniques = row({
  name: "own-techniques",
  processes: () => openServices(exactlyAfter),
  load: async (services) => {
    const start = (environment: Readonly<Record<string, string>>) =>
      startServer(services, services.folder, { environment })
    const tokens = async () => (await serviceStats(services))["bedrock"]?.outputTokens ?? 0
    await using waiting = await start(patient)
    await using hurried = await start({ LATENCY_BUDGET_MS: String(budgetMs) })
    const ask = async (url: string, leaves: boolean) => {
      const [answer] = endedOf([await oneChat(url, nextLikeTitles(), { leaves })])
      return answer
    }
    for (const { url } of [waiting, hurried]) await ask(url, true)
    await setFaults(services, [{ ...slow, delayMs: 3_000 }])
    const late = await ask(waiting.url, true)
    const ladder = await ask(hurried.url, true)
    await setFaults(services, [])
    await setLatency(services, "none", false)
    const before = await tokens()
    const atOnce = await ask(waiting.url, false)
    // The emulated model sends its first token alone, then two at a time.
    const events = 1 + Math.ceil(((await tokens()) - before - 1) / 2)
    await setLatency(services, "source-after", false)
    return {
      late: late?.firstTokenMs,
      ladder: ladder?.firstTokenMs,
      events,
      frames: atOnce?.deltas,
    }
  },
  figures: () => [
    { name: "first words while the model needs 3 s: without a budget", unit: "ms", of: "late" },
    {
      name: "first words while the model needs 3 s: latency ladder",
      unit: "ms",
      of: "ladder",
      target: atMost(budgetMs),
    },
    { name: "an answer said at once: events of the model", unit: "events", of: "events" },
    {
      name: "an answer said at once: frames to the customer",
      unit: "frames",
      of: "frames",
      note: "the system call costs more than the text",
    },
  ],
})

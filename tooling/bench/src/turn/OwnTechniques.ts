/**
 * Measures two techniques of this project's own that no other benchmark shows: the latency ladder, which gives a slow model
 * up while there is time to say what the catalogue knows, and frames that carry what arrives within a tick.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { serviceStats, setFaults, setLatency, slowModel } from "../store/Admin.ts"
import { endedOf } from "../store/Chat.ts"
import { nextLikeTitles } from "../store/LaboratoryQuestions.ts"
import { exactlyAfter, openStore } from "../store/StoreFolder.ts"
import { oneChat } from "./SpacedChats.ts"

export const ownTechniques = row({
  name: "own-techniques",
  processes: () => openStore({ flags: exactlyAfter }),
  warm: ({ url }) => oneChat(url, nextLikeTitles()),
  load: async (store) => {
    const ask = async () =>
      endedOf([await oneChat(store.url, nextLikeTitles(), { leaves: false })])[0]
    const tokens = async () => (await serviceStats(store))["bedrock"]?.outputTokens ?? 0
    await setFaults(store, [slowModel(3_000)])
    const ladder = await ask()
    await setFaults(store, [])
    await setLatency(store, "none", false)
    const before = await tokens()
    const atOnce = await ask()
    // The emulated model sends its first token alone, then two at a time.
    const events = 1 + Math.ceil(((await tokens()) - before - 1) / 2)
    await setLatency(store, "source-after", false)
    return { ladder: ladder?.firstTokenMs, events, frames: atOnce?.deltas }
  },
  figures: () => [
    {
      name: "first words while the model needs 3 s",
      unit: "ms",
      of: "ladder",
      target: atMost(2_000),
      note: "the latency ladder says what the catalogue knows",
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

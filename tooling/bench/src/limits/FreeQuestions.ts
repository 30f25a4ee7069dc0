/**
 * Measures the whole store under questions that cannot be shared: those about a title beside a circumstance of one's own,
 * and wishes in free words.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { Chat } from "../store/Chat.ts"
import { nextCircumstance, nextWish } from "../store/LaboratoryQuestions.ts"
import { openStore, type RunningStore } from "../store/StoreFolder.ts"
import { usageOf } from "../store/StoreTime.ts"

/** The first message of a socket comes before its context is there: `prefetch-late` makes no turn late. */
export const isLate = (code: string): boolean =>
  code === "over-budget" || (code.endsWith("-late") && code !== "prefetch-late")

const each = 30

const played = async (store: RunningStore, sockets: number, question: () => string) => {
  const before = await usageOf(store)
  const askInTurn = async () => {
    using chat = await Chat.open(store.url)
    for (let at = 0; at < each; at += 1) await chat.ask(question())
    return chat.messages
  }
  const answers = (await Promise.all(Array.from({ length: sockets }, askInTurn))).flat()
  const cpuMs = ((await usageOf(store)).cpuMs - before.cpuMs) / answers.length
  return { answers, cpuMs }
}

/** None of them is to be. */
const counted = <const What extends string, const Of extends string>(what: What, of: Of) => ({
  name: `free questions about a title: ${what}` as const,
  unit: "turns",
  of,
  target: atMost(0),
})

export const freeQuestions = row({
  name: "free-questions",
  processes: () => openStore({ flags: ["--latency", "none"] }),
  warm: (store) => played(store, 10, nextCircumstance),
  load: async (store) => {
    const { answers, cpuMs } = await played(store, 10, nextCircumstance)
    const wishes = await played(store, 3, nextWish)
    return {
      cpuMs,
      wishMs: wishes.cpuMs,
      late: answers.filter(({ end }) => end?.degraded.some(isLate)).length,
      timeouts: answers.filter(({ outcome }) => outcome === "error timeout").length,
      failed: answers.filter(({ end }) => end === undefined).length,
    }
  },
  figures: () => [
    {
      name: "free questions about a title: server's processor time a chat",
      unit: "ms",
      of: "cpuMs",
      target: atMost(4.15),
      note: `10 sockets, ${each} questions one after the other on each, services without latency; the target is 1.15 × what revision 661991f took for them on such a machine`,
    },
    counted("late", "late"),
    counted("ended as timeout", "timeouts"),
    counted("without an answer, timeouts included", "failed"),
    {
      name: "free wishes: server's processor time a chat",
      unit: "ms",
      of: "wishMs",
      note: `3 sockets, ${each} wishes each: what is found is shown, and read ahead`,
    },
  ],
})

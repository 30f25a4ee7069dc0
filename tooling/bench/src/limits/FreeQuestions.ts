/**
 * Measures the whole store under questions that cannot be shared: those about a title beside a circumstance of one's own,
 * and wishes in free words.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { nextCircumstance, nextWish } from "../store/LaboratoryQuestions.ts"
import { openStore } from "../store/StoreFolder.ts"
import { askAll } from "../store/StoreTime.ts"

/** The first message of a socket comes before its context is there: `prefetch-late` makes no turn late. */
export const isLate = (code: string): boolean =>
  code === "over-budget" || (code.endsWith("-late") && code !== "prefetch-late")

const each = 30

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
  warm: (store) => askAll(store, 10, 10 * each, nextCircumstance),
  load: async (store) => {
    const { cpuMs, messages } = await askAll(store, 10, 10 * each, nextCircumstance)
    const wishes = await askAll(store, 3, 3 * each, nextWish)
    return {
      cpuMs,
      wishMs: wishes.cpuMs,
      late: messages.filter(({ end }) => end?.degraded.some(isLate)).length,
      timeouts: messages.filter(({ outcome }) => outcome === "error timeout").length,
      failed: messages.filter(({ end }) => end === undefined).length,
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

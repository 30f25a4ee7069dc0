/**
 * Child process of `Canonical.ts`: loads the parser of questions once and reports the processor time and memory that
 * took.
 */
import { answerCalls } from "../../process/AnswerCalls.ts"

const calls = {
  /** The grammar and its reader, from the import of `module` on: processor time of all threads, and memory left behind. */
  construct: async (module: string) => {
    const { rss } = process.memoryUsage()
    const before = process.cpuUsage()
    await import(module)
    const { system, user } = process.cpuUsage(before)
    return { milliseconds: (user + system) / 1_000, bytes: process.memoryUsage().rss - rss }
  },
}

export type ConstructionCalls = typeof calls

answerCalls(calls)

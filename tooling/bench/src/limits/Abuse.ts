/**
 * Measures how slow an uninvolved customer's cached answer gets while one address abuses the server with up to a
 * thousand sockets. All limits have their defaults.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { withRedis } from "../caching/stores/RealRedis.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { withFolder, withStore } from "../store/StoreFolder.ts"
import { pause, StoreSocket } from "../store/StoreSocket.ts"
import type { AbuserCalls } from "./AbuserProcess.ts"
import { chatAddress } from "./SocketHolders.ts"
import { usageOf } from "../store/StoreTime.ts"

const counts = [0, 10, 100, 1_000]
/** Another in each round: an answer that is due for renewal would be asked of the model in the middle of one. */
const questionOf = (round: number) => `How much is volume ${round} of One Piece as paperback?`
const asks = { quick: 60, full: 200 }
const apartMs = 25
/** Sockets that open together have opened, and buckets that were full are empty. */
const settleMs = 8_000

/**
 * As they are for everybody, but for the measured customer, who asks more than a person can: with it the default of an
 * address, which is a multiple, has to be said.
 */
const defaults = {
  RATE_LIMIT_PER_MINUTE: "2400",
  ADDRESS_MESSAGES_PER_MINUTE: "1200",
  ADDRESS_SOCKETS: "",
  ADDRESS_OPENS_PER_MINUTE: "",
  ADDRESS_SESSIONS_PER_MINUTE: "",
  ADDRESS_DRAFTS_PER_SECOND: "",
  ADDRESS_FRAMES_PER_SECOND: "",
  ADDRESS_KIB_PER_SECOND: "",
  ADDRESS_READING_PERCENT: "",
}

/** Of as many as there are: the last but one in a hundred. */
const p99 = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)] ?? Number.NaN
}

/**
 * The abusers of the round before made the model late. A turn remembers that for half a minute and answers with a
 * shorter prompt, and such an answer is not kept.
 */
const keptWithinTries = 120
const untilKept = async (customer: StoreSocket, question: string): Promise<void> => {
  for (let tries = 0; tries < keptWithinTries; tries += 1) {
    const answer = await customer.ask(question).catch(() => undefined)
    if (answer?.source === "exact") return
    await pause(500)
  }
  throw new Error("nobody abuses, and still no answer is kept")
}

export const abuse: Part = {
  name: "abuse",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withFolder((dataFolder) =>
      // Behind the emulators' own door Redis would be as late as they are, who bear the abusers' questions.
      withRedis(({ url: redisUrl }) =>
        withStore(
          {
            dataFolder,
            flags: ["--latency", "none"],
            environment: { ...defaults, REDIS_URL: redisUrl },
          },
          async (store) => {
            const url = chatAddress(store.url)
            let customers = 0
            const round = async (count: number) => {
              progress.step(`abuse: ${count} sockets`)
              const file = import.meta.resolve("./AbuserProcess.ts")
              await using abusers = await startProcess<AbuserCalls>(file, { core: 1 })
              customers += 1
              const customer = await StoreSocket.open(store.url, {
                session: `uninvolved-${process.pid}-${customers}`,
                user: "demo-01",
              })
              const question = questionOf(customers)
              await untilKept(customer, question)
              await abusers.call("begin", { url, count })
              await pause(settleMs)
              await usageOf(store)
              const took: Array<number> = []
              let others = 0
              for (let asked = 0; asked < (quick ? asks.quick : asks.full); asked += 1) {
                const sentAt = performance.now()
                // An error is an answer that nobody wants: the run goes on, the figure tells.
                const answer = await customer.ask(question).catch(() => undefined)
                took.push(answer?.firstTokenMs ?? performance.now() - sentAt)
                if (answer === undefined || answer.source === "model") others += 1
                await pause(apartMs)
              }
              const { delayMs } = await usageOf(store)
              await abusers.call("end")
              customer.close()
              return { answerMs: p99(took), delayMs, otherShare: others / took.length }
            }
            const figures: Array<Figure> = []
            for (const count of counts) {
              const measured = await overRounds(rounds, () => round(count))
              const beside = count === 0 ? "idle" : `beside ${count} abusive sockets`
              const of = figuresOver(measured)
              figures.push(
                of(`cached answer of an uninvolved customer, p99: ${beside}`, "ms", "answerMs", {
                  target: atMost(50),
                }),
                of(`asked again, not answered from the cache: ${beside}`, "share", "otherShare", {
                  target: atMost(0),
                }),
                of(`event-loop delay, p99: ${beside}`, "ms", "delayMs", {
                  target: atMost(30),
                  note: "Node's histogram counts its own interval of 10 ms in",
                }),
              )
            }
            return figures
          },
        ),
      ),
    ),
}

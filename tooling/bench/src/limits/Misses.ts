/**
 * What one miss costs the orchestrator: embedding, search, prices, a streamed answer of the model, about
 * forty frames, the session's write and the sinks. Every question is new.
 */
import { type Part } from "../Benchmark.ts"
import { atLeast, atMost, figure } from "../Figure.ts"
import { freeWish } from "../turn/Questions.ts"
import { metric, type RunningStore } from "../turn/RunningStore.ts"
import { withFolder, withStore } from "../turn/StoreFolder.ts"
import { askAll } from "./StoreTime.ts"

export const users = 60

interface Stats {
  readonly bedrock: { readonly handshakes: number; readonly requests: Record<string, number> }
}

const stats = async (store: RunningStore) =>
  (await (await fetch(`${store.admin}/stats`)).json()) as Stats

/** Without a floor in the model's time the emulators on the other core would be what is measured. */
export const missStore = {
  flags: ["--latency", "source-after", "--jitter", "none"],
  // With sixty customers at once the emulators' own work delays a first token: no turn is to be cut for it.
  environment: { LATENCY_BUDGET_MS: "20000" },
}

let asked = 0

export const missQuestion = (): string => freeWish((asked += 1))

export const misses: Part = {
  name: "miss",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withFolder((dataFolder) =>
      withStore({ dataFolder, ...missStore }, async (store) => {
        progress.step("miss: warming up")
        await askAll(store, users, quick ? 240 : 600, missQuestion)
        const rows = await overRounds(rounds, async (round) => {
          progress.step(`miss: round ${round + 1} of ${rounds}`)
          const before = await stats(store)
          await metric(store, "nodejs_eventloop_delay_seconds", "0.99")
          const { answers, cpuMs } = await askAll(store, users, quick ? 240 : 900, missQuestion)
          const delayMs = 1_000 * (await metric(store, "nodejs_eventloop_delay_seconds", "0.99"))
          const after = await stats(store)
          const generated = answers.filter(({ source }) => source === "model").length
          return {
            cpuMs,
            delayMs,
            share: generated / answers.length,
            handshakes:
              (1_000 * (after.bedrock.handshakes - before.bedrock.handshakes)) / answers.length,
            deltas: answers.reduce((sum, { deltas }) => sum + deltas, 0) / answers.length,
          }
        })
        const of = (pick: (row: (typeof rows)[number]) => number) => rows.map(pick)
        return [
          figure(
            "processor time: a miss",
            "ms",
            of(({ cpuMs }) => cpuMs),
            {
              target: atMost(2),
              note: `${users} customers at once; stretch goal 1.2 ms`,
            },
          ),
          figure(
            "misses a core can carry",
            "per second",
            of(({ cpuMs }) => 1_000 / cpuMs),
            {
              target: atLeast(500),
            },
          ),
          figure(
            "deltas the customer sees of a miss",
            "frames",
            of(({ deltas }) => deltas),
          ),
          figure(
            "deltas a core can carry",
            "per second",
            of((row) => (row.deltas * 1_000) / row.cpuMs),
            {
              note: "all else of the turn included",
            },
          ),
          figure(
            "questions the model answered",
            "share",
            of(({ share }) => share),
            {
              note: "of those meant as misses",
            },
          ),
          figure(
            "TLS handshakes to the model, per 1,000 chats",
            "handshakes",
            of((row) => row.handshakes),
            {
              target: atMost(4),
            },
          ),
          figure(
            "event-loop delay under these misses, p99",
            "ms",
            of(({ delayMs }) => delayMs),
            {
              target: atMost(20),
              note: "Node's histogram counts its own interval of 10 ms in",
            },
          ),
        ]
      }),
    ),
}

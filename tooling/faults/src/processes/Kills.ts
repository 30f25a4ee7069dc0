/**
 * Kills whole chat servers and workers under load, again and again, and starts them on the same disk.
 *
 * Two servers, one of each socket layer, and two workers share one Redis and one set of tables, which refuses part of all
 * writes, so that records lie on the disk of whoever is killed. Some servers are killed while they start. Customers whose
 * server is gone go on with their conversation at the other one, as behind a balancer.
 *
 * Held, if every message ended once and whole unless its server was killed; if every turn whose end said nothing of
 * `not-recorded` stands in the table and in the audit, once; and if after each kill of a leading worker another one leads.
 */
import { inspectSpool } from "@manga-assist/async-sinks/spool"
import { pause, sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { seededRandom } from "@manga-assist/bench/measure/Statistics"
import { setFaults } from "@manga-assist/bench/store/Admin"
import { join } from "node:path"
import { keptProblems, recordedTurns, repeatedEvents } from "../Kept.ts"
import { type Core, cores, leftWaiting, openPlace } from "./Place.ts"
import { type Life, openTravellers, travelProblems } from "./Travellers.ts"

export interface KillsOptions {
  readonly kills: number
  /** No further kill after so many. */
  readonly minutes: number
  readonly seed: number
  readonly step: (text: string) => void
}

export interface Killed {
  /** Of servers: while customers chatted, while they started, and while they stopped. */
  readonly answering: number
  readonly starting: number
  readonly stopping: number
  readonly workers: number
  readonly messages: number
  /** Turns whose record somebody was promised. */
  readonly acknowledged: number
  /** Kills after which records lay on the disk. */
  readonly withRecords: number
  readonly repeatedEvents: number
  readonly broken: ReadonlyArray<string>
}

/** Which kind of kill is how likely; the leading worker is killed beside one of so many. */
const [startingOf, stoppingOf, workerOf] = [0.2, 0.2, 10]
/** How long a server lives with its customers, and how far it comes with its start and with its stop. */
const afterMs = { answering: [500, 4_000], starting: [200, 4_000], stopping: [0, 1_500] } as const

export const playKills = async ({ kills, minutes, seed, step }: KillsOptions): Promise<Killed> => {
  const random = seededRandom(seed)
  const between = ([least, most]: readonly [number, number]) => least + random() * (most - least)
  await using place = await openPlace()
  const { services } = place
  await setFaults(services, [
    { service: "dynamodb", kind: "unavailable", operation: "BatchWriteItem", rate: 0.5 },
  ])
  const broken: Array<string> = []
  const count = { answering: 0, starting: 0, stopping: 0, workers: 0 }
  let withRecords = 0
  const until = sharedClock.now() + 60_000 * minutes
  const up = new Set<Life>()
  await using travellers = openTravellers(up)

  await using started = new AsyncDisposableStack()
  const startWorker = () =>
    started.use(place.run("apps/precompute/src/main.ts", [], { LOG_LEVEL: "info" }))
  type Worker = ReturnType<typeof startWorker>
  const leads = (worker: Worker) => worker.until(/this process leads/u).then(() => worker)
  let workers = [startWorker(), startWorker()]
  let leader = await Promise.any(workers.map(leads))
  const killNextLeader = async () => {
    leader.kill("SIGKILL")
    await leader.ended
    workers = [...workers.filter((worker) => worker !== leader), startWorker()]
    count.workers += 1
    leader = await Promise.any(workers.map(leads))
  }
  let led = Promise.resolve()
  /** One after the other, whichever server's turn it is. */
  const killLeader = () => (led = led.then(killNextLeader))

  const lookAtDisk = (at: Core) => {
    const spool = inspectSpool(join(place.dataOf(at), "spool"))
    if (spool.some(({ waiting }) => waiting > 0)) withRecords += 1
  }
  const dieStarting = async (at: Core): Promise<void> => {
    await using server = place.launch(at)
    await pause(between(afterMs.starting))
    server.kill("SIGKILL")
  }
  const dieLater = async (at: Core, isStopping: boolean): Promise<void> => {
    await using server = await place.start(at)
    const life: Life = { url: server.url, isUp: true, isStopping }
    up.add(life)
    await pause(between(afterMs.answering))
    life.isUp = false
    up.delete(life)
    if (isStopping) {
      server.kill("SIGTERM")
      await pause(between(afterMs.stopping))
    }
    server.kill("SIGKILL")
  }
  let planned = 0
  const liveAndDie = async (at: Core): Promise<void> => {
    while (planned < kills && sharedClock.now() < until) {
      planned += 1
      const number = planned
      const kind = random()
      const isStopping = kind < startingOf + stoppingOf
      if (kind < startingOf) await dieStarting(at)
      else await dieLater(at, isStopping)
      count[kind < startingOf ? "starting" : isStopping ? "stopping" : "answering"] += 1
      lookAtDisk(at)
      if (number % workerOf === 0) await killLeader()
      if (number % 10 === 0) {
        step(`${number}/${kills} kills, ${travellers.messages.length} messages`)
      }
    }
  }
  const lives = cores.map((at) =>
    liveAndDie(at).catch((error: unknown) => {
      // The other one ends, too.
      planned = kills
      throw error
    }),
  )
  await Promise.allSettled(lives)
  await Promise.all(lives)
  await travellers.stop()
  step(
    "the table takes everything again, both servers start a last time, and the queue is replayed",
  )
  await setFaults(services, [])
  for (const at of cores) {
    await using server = await place.start(at)
    const pending = await leftWaiting(server.operator)
    if (pending > 0) broken.push(`server ${at} wrote all but ${pending} records`)
  }
  for (const worker of workers) await worker[Symbol.asyncDispose]()
  const replayed = place.run("tooling/sinks/src/main.ts", ["replay", "--queue"])
  await replayed.until(/^replayed \d+ of about \d+ messages; 0 refused/mu)
  const { messages } = travellers
  const acknowledged = recordedTurns(messages)
  const kept = await place.kept()
  if (acknowledged.length === 0) broken.push("nothing was acknowledged")
  broken.push(...travelProblems(messages), ...keptProblems(kept, acknowledged))
  return {
    ...count,
    messages: messages.length,
    acknowledged: acknowledged.length,
    withRecords,
    repeatedEvents: repeatedEvents(kept),
    broken,
  }
}

export const killsText = (killed: Killed): string => {
  const { acknowledged, answering, broken, messages, repeatedEvents: repeated } = killed
  const { starting, stopping, withRecords, workers } = killed
  const outcome =
    broken.length === 0
      ? "None of these turns is lost, and none is in the table twice."
      : broken.map((line) => `- ${line}`).join("\n")
  return `${answering + starting + stopping} kills of servers: ${answering} while customers chatted, ${starting} while they started, ${stopping} while they
stopped; after ${withRecords} of them records lay on the disk. ${workers} kills of the leading worker, each followed by another leader. ${messages} messages, ${acknowledged} turns that were
acknowledged. CloudWatch Logs keeps events that are written again, which share an \`id\`: ${repeated}. ${outcome}`
}

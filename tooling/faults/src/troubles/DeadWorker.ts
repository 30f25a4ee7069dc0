/**
 * The worker is dead for longer than its answers may be served: a schedule whose answers hold for seconds makes an hour of a
 * minute. Each question is asked once, so that what is served for it is the worker's own or none of its.
 */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { Chat } from "@manga-assist/bench/store/Chat"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { openSteadfast } from "../processes/Steadfast.ts"
import {
  customers,
  nextCase,
  outcomeOf,
  type Trouble,
  waitingAt,
  wellWithin,
  wholeAgain,
} from "./Trouble.ts"

/** Of an answer, and for as long again while somebody renews it (docs/operations.md, "Stale answers"). */
const holdsMs = 20_000
/** A pass comes every 20 s, and renews whatever would end before the next one. */
const leadSeconds = 15

const schedule = {
  concurrency: 1,
  tokensPerHour: 3_000_000,
  demand: { top: 0, every: "30 minutes", lead: "10 minutes", savesMs: 750 },
  patterns: [
    {
      name: "demographic",
      each: "demographic",
      every: `${holdsMs / 1_000} seconds`,
      lead: `${leadSeconds} seconds`,
      trafficShare: 0.5,
      savesMs: 700,
      wordings: { en: ["show me {english}"], ja: ["{japanese}漫画を見せて"] },
    },
  ],
}

/** Two for each time at which is asked: few enough that the worker is done within a moment. */
const questions = {
  living: ["show me shonen", "少年漫画を見せて"],
  stale: ["show me seinen", "青年漫画を見せて"],
  ended: ["show me shojo", "少女漫画を見せて"],
  next: ["show me josei", "女性向け漫画を見せて"],
} as const
type Moment = keyof typeof questions

/** What may have answered: an answer that is fresh, one that is past its time and says so, or none that was kept. */
const allowed: Readonly<Record<Moment, ReadonlyArray<string>>> = {
  living: ["precomputed"],
  stale: ["stale", "model"],
  ended: ["model"],
  next: ["precomputed"],
}

const deadWorker: Trouble["play"] = async (place) => {
  const file = join(place.dataOf(0), "..", "schedule.json")
  writeFileSync(file, JSON.stringify(schedule))
  const startWorker = () =>
    place.run("apps/precompute/src/main.ts", [], { LOG_LEVEL: "info", PRECOMPUTE_SCHEDULE: file })
  await using server = await place.start(0)
  await using chat = openSteadfast(nextCase(), customers, () => server.url)
  const sourcesOf = async (moment: Moment): Promise<ReadonlyArray<string>> => {
    const session = nextCase()
    return Promise.all(
      questions[moment].map(async (question, at) => {
        using one = await Chat.open(server.url, { session: `${session}-${at}` })
        const { end, outcome } = await one.ask(question)
        return end?.source ?? outcome
      }),
    )
  }
  const told: Array<string> = []
  const isRight = (moment: Moment) => (sources: ReadonlyArray<string>) =>
    sources.every((source) => allowed[moment].includes(source))
  const judge = (moment: Moment, sources: ReadonlyArray<string>) => {
    if (!isRight(moment)(sources)) told.push(`${moment}: answered by ${sources.join(", ")}`)
  }

  await using worker = startWorker()
  await worker.until(/precompute pass/u)
  judge("living", await lookUntil(() => sourcesOf("living"), isRight("living"), wellWithin))
  worker.kill("SIGKILL")
  await worker.ended
  const diedAt = sharedClock.now()
  await sharedClock.until(diedAt + 1.1 * holdsMs)
  const stale = await sourcesOf("stale")
  judge("stale", stale)
  if (!stale.includes("stale")) told.push("nobody was served an answer past its time")
  await sharedClock.until(diedAt + 2.2 * holdsMs)
  judge("ended", await sourcesOf("ended"))
  await using next = startWorker()
  await next.until(/precompute pass/u)
  judge("next", await lookUntil(() => sourcesOf("next"), isRight("next"), wellWithin))
  const asked = await chat.stop()
  told.push(...(await wholeAgain(server.url)), ...(await waitingAt(server.operator)))
  return outcomeOf(place, asked, [], told)
}

export const deadWorkers: ReadonlyArray<Trouble> = [
  {
    name: "the worker is dead for longer than its answers last",
    what: `SIGKILL; answers hold for ${holdsMs / 1_000} s by its schedule: a fresh one is served before, none as fresh once past its time, none at all after twice as long, and the next worker's again; every message is answered whole`,
    play: deadWorker,
  },
]

/**
 * Measures how slow the server gets for a customer who has nothing to do with it while twenty connections of one other
 * address abuse it, abuse by abuse and beside a control without one, over both socket layers. All limits have their
 * defaults. The server has one core; customer, abuser and services share the other.
 */
import { join } from "node:path"
import { buildConsole } from "@manga-assist/console/build"
import { openRedis } from "../caching/stores/RealRedis.ts"
import { type Measuring, type Part } from "../command/Benchmark.ts"
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { pause } from "../measure/OpenLoop.ts"
import { rotated } from "../measure/Order.ts"
import { median } from "../measure/Statistics.ts"
import type { Calls } from "../process/AnswerCalls.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { together } from "../process/Together.ts"
import { unlimited } from "../store/RunningStore.ts"
import { openFolder, openStore } from "../store/StoreFolder.ts"
import type { AbuserCalls } from "./AbuserProcess.ts"
import { abuses } from "./Abuses.ts"
import { signedVisitors } from "./SignedVisitors.ts"
import type { UninvolvedCalls, Watch } from "./UninvolvedProcess.ts"

const watchedMs = { quick: 1_000, full: 2_500 }
/** All connections of the abuser stand; what the last abuser left is answered. */
const settleMs = { before: 250, after: 250 }
const mostAddedMs = 50
const control = "no abuse"

/** As they are for everybody. */
const defaults = {
  ...Object.fromEntries(Object.keys(unlimited).map((name) => [name, ""])),
  // A door that is there, and shut.
  GATEWAY_SECRET: "a secret that nobody knows",
  GATEWAY_ENDPOINT: "http://127.0.0.1:9",
}

type Watched = Awaited<ReturnType<UninvolvedCalls["watch"]>>
type Round = ReadonlyMap<string, Watched>

let watches = 0

const openAbuse = (layer: string, { quick }: Measuring) =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    const redis = await use(openRedis())
    const visitors = await use(signedVisitors())
    const environment = {
      ...defaults,
      ...visitors.environment,
      SOCKET_SERVER: layer,
      REDIS_URL: redis.url,
      CONSOLE_DIR: await buildConsole(join(folder, "console")),
    }
    const { url } = await use(openStore({ flags: ["--latency", "none"], environment }))
    const start = <C extends Calls>(file: string) =>
      use(startProcess<C>(import.meta.resolve(file), { core: 1 }))
    const abuser = await start<AbuserCalls>("./AbuserProcess.ts")
    const customer = await start<UninvolvedCalls>("./UninvolvedProcess.ts")
    const watch = async (name: string) => {
      watches += 1
      // The customer and the abuser have fresh limits each time.
      const place = `${watches >> 8}.${watches & 255}`
      const watched: Watch = {
        address: `127.2.${place}`,
        url: `${url.replace(/^http/u, "ws")}/chat`,
        signed: visitors.headerOf(`guest-${watches}`),
        forMs: quick ? watchedMs.quick : watchedMs.full,
      }
      await customer.call("kept", watched)
      if (name !== control) {
        const { port } = new URL(url)
        await abuser.call("begin", { name, port: Number(port), address: `127.1.${place}` })
      }
      await pause(settleMs.before)
      const seen = await customer.call("watch", watched)
      await abuser.call("end")
      await pause(settleMs.after)
      return seen
    }
    return { watch }
  })

const figuresOf = (layer: string, rounds: ReadonlyArray<{ readonly seen: Round }>) => {
  const kinds = [
    [`ping beside an abuse over ${layer}, p99`, "pingMs"],
    [`cached answer beside an abuse over ${layer}, p99`, "answerMs"],
    [`cached answer on a new socket beside an abuse over ${layer}, slowest`, "openingMs"],
  ] as const
  const besides = kinds.flatMap(([title, pick]) => {
    const of = (name: string) => (round: { readonly seen: Round }) => round.seen.get(name)?.[pick]
    const base = median(rounds.map((round) => of(control)(round) ?? Number.NaN))
    return [control, ...abuses.map(({ name }) => name)].map((name) => ({
      name: `${title}: ${name}`,
      unit: "ms",
      of: of(name),
      target: name === control ? undefined : atMost(Number(base.toPrecision(5)) + mostAddedMs),
    }))
  })
  const others = {
    name: `questions beside an abuse over ${layer} that no cache answered`,
    unit: "questions",
    of: ({ seen }: { readonly seen: Round }) =>
      [...seen.values()].reduce((sum, each) => sum + each.others, 0),
    target: atMost(0),
  }
  return [...besides, others]
}

const abuseOver = (layer: string) =>
  row({
    name: `abuse over ${layer}`,
    processes: (measuring) => openAbuse(layer, measuring),
    rounds: ({ quick, rounds }) => (quick ? 1 : rounds),
    load: async ({ watch }, { progress }, round): Promise<{ readonly seen: Round }> => {
      const seen = new Map<string, Watched>()
      for (const name of rotated([control, ...abuses.map((each) => each.name)], round * 7)) {
        progress.step(`abuse over ${layer}, round ${round + 1}: ${name}`)
        seen.set(name, await watch(name))
      }
      return { seen }
    },
    figures: (_, rounds) => figuresOf(layer, rounds),
  })

export const abuse: Part = {
  name: "abuse",
  measure: async (measuring) => [
    ...(await abuseOver("uws").measure(measuring)),
    ...(await abuseOver("ws").measure(measuring)),
  ],
}

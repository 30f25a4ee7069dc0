/**
 * Measures how slow the server gets for a customer who has nothing to do with it while twenty connections of one other
 * address abuse it, abuse by abuse and beside a control without one, over both socket layers. All limits have their
 * defaults. The server has one core; customer, abuser and services share the other.
 */
import { join } from "node:path"
import { buildConsole } from "@manga-assist/console/build"
import { withRedis } from "../caching/stores/RealRedis.ts"
import { type Measuring, type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { rotated } from "../measure/Order.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import { withFolder, withStore } from "../store/StoreFolder.ts"
import { pause } from "../measure/OpenLoop.ts"
import type { AbuserCalls } from "./AbuserProcess.ts"
import { abuses } from "./Abuses.ts"
import { signedVisitors } from "./SignedVisitors.ts"
import type { UninvolvedCalls, Watch } from "./UninvolvedProcess.ts"

const layers = ["uws", "ws"]
const watchedMs = { quick: 1_000, full: 2_500 }
/** All connections of the abuser stand; what the last abuser left is answered. */
const settleMs = { before: 250, after: 250 }
const mostAddedMs = 50
const control = "no abuse"

/** As they are for everybody. */
const defaults = {
  RATE_LIMIT_PER_MINUTE: "",
  ADDRESS_SOCKETS: "",
  ADDRESS_OPENS_PER_MINUTE: "",
  ADDRESS_SESSIONS_PER_MINUTE: "",
  ADDRESS_DRAFTS_PER_SECOND: "",
  ADDRESS_FRAMES_PER_SECOND: "",
  ADDRESS_KIB_PER_SECOND: "",
  ADDRESS_READING_PERCENT: "",
  // A door that is there, and shut.
  GATEWAY_SECRET: "a secret that nobody knows",
  GATEWAY_ENDPOINT: "http://127.0.0.1:9",
}

type Watched = Awaited<ReturnType<UninvolvedCalls["watch"]>>
type Round = ReadonlyMap<string, Watched>

interface Played {
  readonly abuser: PinnedProcess<AbuserCalls>
  readonly customer: PinnedProcess<UninvolvedCalls>
  readonly port: number
  readonly visit: (address: string) => Watch
}

let watches = 0

const watch = async ({ abuser, customer, port, visit }: Played, name: string) => {
  watches += 1
  // The customer and the abuser have fresh limits each time.
  const place = `${watches >> 8}.${watches & 255}`
  const watched = visit(`127.2.${place}`)
  await customer.call("kept", watched)
  if (name !== control) await abuser.call("begin", { name, port, address: `127.1.${place}` })
  await pause(settleMs.before)
  const seen = await customer.call("watch", watched)
  await abuser.call("end")
  await pause(settleMs.after)
  return seen
}

const roundsOver = (
  layer: string,
  page: string,
  { overRounds, progress, quick, rounds }: Measuring,
) =>
  withRedis(async ({ url: redisUrl }) => {
    await using visitors = await signedVisitors()
    const environment = {
      ...defaults,
      ...visitors.environment,
      SOCKET_SERVER: layer,
      REDIS_URL: redisUrl,
      CONSOLE_DIR: page,
    }
    return await withStore({ flags: ["--latency", "none"], environment }, async ({ url }) => {
      await using abuser = await startProcess<AbuserCalls>(
        import.meta.resolve("./AbuserProcess.ts"),
        { core: 1 },
      )
      await using customer = await startProcess<UninvolvedCalls>(
        import.meta.resolve("./UninvolvedProcess.ts"),
        { core: 1 },
      )
      const played: Played = {
        abuser,
        customer,
        port: Number(new URL(url).port),
        visit: (address) => ({
          address,
          url: `${url.replace(/^http/u, "ws")}/chat`,
          signed: visitors.headerOf(`guest-${watches}`),
          forMs: quick ? watchedMs.quick : watchedMs.full,
        }),
      }
      const names = [control, ...abuses.map(({ name }) => name)]
      return await overRounds(quick ? 1 : rounds, async (round): Promise<Round> => {
        const seen = new Map<string, Watched>()
        for (const name of rotated(names, round * 7)) {
          progress.step(`abuse over ${layer}, round ${round + 1}: ${name}`)
          seen.set(name, await watch(played, name))
        }
        return seen
      })
    })
  })

const figuresOf = (layer: string, rounds: ReadonlyArray<Round>): ReadonlyArray<Figure> => {
  const of = figuresOver(rounds)
  const kinds = [
    [`ping beside an abuse over ${layer}, p99`, "pingMs"],
    [`cached answer beside an abuse over ${layer}, p99`, "answerMs"],
    [`cached answer on a new socket beside an abuse over ${layer}, slowest`, "openingMs"],
  ] as const
  const others = (round: Round) => [...round.values()].reduce((sum, each) => sum + each.others, 0)
  return [
    ...kinds.flatMap(([title, pick]): ReadonlyArray<Figure> => {
      const base = of(`${title}: ${control}`, "ms", (round) => round.get(control)?.[pick])
      const target = atMost(base.value + mostAddedMs)
      const beside: Array<Figure> = abuses.map(({ name }) =>
        of(`${title}: ${name}`, "ms", (round) => round.get(name)?.[pick], { target }),
      )
      beside.unshift(base)
      return beside
    }),
    of(`questions beside an abuse over ${layer} that no cache answered`, "questions", others, {
      target: atMost(0),
    }),
  ]
}

export const abuse: Part = {
  name: "abuse",
  measure: (measuring) =>
    withFolder(async (folder) => {
      const page = await buildConsole(join(folder, "console"))
      const figures: Array<Figure> = []
      for (const layer of layers) {
        figures.push(...figuresOf(layer, await roundsOver(layer, page, measuring)))
      }
      return figures
    }),
}

/**
 * A whole store for an hour: customers of both socket layers chat, one dependency after the other flaps or falls silent,
 * and between rounds nobody is there, so that what is left can be looked at.
 *
 * Customers ask the same few hundred questions again and again, so that caches fill early. A round is shorter than a
 * token's ten minutes; its customers are gone before its samples are taken.
 */
import { sharedClock } from "@manga-assist/bench/measure/OpenLoop"
import { type Layer, layers } from "../Cells.ts"
import { asks, openCustomers } from "../Customers.ts"
import { dependencies, names } from "../Dependencies.ts"
import { keptProblems, readKept, recordedTurns, repeatedEvents } from "../Kept.ts"
import { lossesOf } from "../Judge.ts"
import { openWorld } from "../World.ts"
import {
  type Counted,
  countProblems,
  type Figure,
  figureProblems,
  figuresOf,
  type Sample,
  sampleProblems,
} from "./Flat.ts"
import type { CacheFill } from "./KnownCaches.ts"
import { countedTurns, sampleServer, sampleWorker } from "./Samples.ts"

export interface SoakOptions {
  readonly minutes: number
  /** What a unit of a cache's bound takes in memory. */
  readonly entryBytes: (fill: CacheFill) => number
  readonly step: (text: string) => void
}

export interface Soaked {
  readonly programs: ReadonlyArray<{
    readonly name: string
    readonly samples: ReadonlyArray<Sample>
    readonly figures: ReadonlyArray<Figure>
  }>
  readonly counted: ReadonlyArray<Counted & { readonly layer: Layer }>
  readonly faults: number
  readonly recorded: number
  /** What messages lost to the faults, how often. */
  readonly losses: Readonly<Record<string, number>>
  readonly repeated: number
  readonly broken: ReadonlyArray<string>
}

export const customersOfLayer = 10
const perSecondOfLayer = 2
/** The first as the image's entry point; the second as Node where it sees the limit of the smallest task: half of it. */
export const flags = "--max-semi-space-size=8 --max-old-space-size=512"
/** Of a round: so many samples make three thirds of an hour, and of a few minutes. */
const roundMs = (minutes: number) => Math.min(120_000, (minutes * 60_000) / 9)
/** How much of a round customers chat, and how long one fault and the time after it last at most. */
const [chatShare, brokenMs, calmMs] = [0.75, 5_000, 3_000]
const settleMs = 60_000
const questionsOfKind = 60

/** The same questions again, behind the last. */
const again = (next: () => string): (() => string) => {
  const all = Array.from({ length: questionsOfKind }, next)
  let asked = 0
  return () => all[asked++ % all.length] ?? ""
}

/** In turn. Customers of this soak do not come by the gateway. */
const breakages = (["flapping", "black-hole"] as const).flatMap((fault) =>
  names
    .filter((name) => name !== "gateway" && dependencies[name].without[fault] === undefined)
    .map((name) => ({ down: [name], fault })),
)

export const playSoak = async ({ entryBytes, minutes, step }: SoakOptions): Promise<Soaked> => {
  await using world = await openWorld([0, 1], {
    NODE_OPTIONS: `--inspect=127.0.0.1:0 ${flags} --import=${import.meta.resolve("./KnownCaches.ts")}`,
    LOG_LEVEL: "error",
  })
  await using worker = world.startWorker()
  const debugged = /^Debugger listening on (ws:\S+)$/mu
  const workerInspector = debugged.exec(await worker.until(debugged))?.[1] ?? ""
  const questions = asks.map(again)
  const ofLayer = layers.map((layer) => ({
    layer,
    server: world.serverOf(layer),
    samples: [] as Array<Sample>,
    sent: 0,
    endedOnce: 0,
    errors: 0,
    turns: [] as Array<string>,
  }))
  const ofWorker: Array<Sample> = []
  const end = sharedClock.now() + minutes * 60_000
  const round = roundMs(minutes)
  const losses: Record<string, number> = {}
  let [rounds, faultsPlayed] = [0, 0]

  const chat = async (until: number) => {
    const open = await Promise.all(
      ofLayer.map(({ server }) =>
        openCustomers({
          url: server.url,
          tokenOf: world.issuer.tokenOf,
          hasVisitors: false,
          count: customersOfLayer,
          rate: perSecondOfLayer,
          questions,
        }),
      ),
    )
    try {
      while (sharedClock.now() + brokenMs + calmMs / 3 < until) {
        const next = breakages[faultsPlayed % breakages.length]
        if (next === undefined) break
        const from = sharedClock.now()
        await world.breakDown(next)
        await sharedClock.until(from + brokenMs)
        await world.heal(next)
        faultsPlayed += 1
        await sharedClock.until(Math.min(until, sharedClock.now() + calmMs))
      }
      await sharedClock.until(until)
    } finally {
      for (const customers of open) await customers.stop()
      for (const customers of open) await customers.close()
    }
    for (const [at, { errors, messages }] of open.entries()) {
      const of = ofLayer[at]
      if (of === undefined) continue
      of.sent += messages.length
      of.endedOnce += messages.filter(({ told }) => told.ends === 1).length
      of.turns.push(...recordedTurns(messages))
      of.errors += errors()
      for (const loss of messages.flatMap(lossesOf)) losses[loss] = (losses[loss] ?? 0) + 1
    }
  }

  while (rounds < 3 || sharedClock.now() + round / 2 < end) {
    const begun = sharedClock.now()
    rounds += 1
    await chat(begun + round * chatShare)
    for (const { samples, server } of ofLayer) {
      samples.push(await sampleServer(server, settleMs, samples[0]))
    }
    ofWorker.push(await sampleWorker(workerInspector))
    const held = ofLayer.map(({ layer, samples }) => {
      const { heap = 0, resident = 0 } = samples.at(-1) ?? {}
      return `${layer} ${(heap / 2 ** 20).toFixed(0)} of ${(resident / 2 ** 20).toFixed(0)} MiB`
    })
    const sent = ofLayer.reduce((sum, each) => sum + each.sent, 0)
    const left = Math.max(0, Math.ceil((end - sharedClock.now()) / 60_000))
    step(
      `round ${rounds}: ${sent} messages, ${faultsPlayed} faults, ${held.join(", ")}; ${left} minutes left`,
    )
    await sharedClock.until(Math.min(end, begun + round))
  }

  const counted = await Promise.all(
    ofLayer.map(async ({ endedOnce, errors, layer, sent, server }) => {
      const told = await countedTurns(server, sent)
      return { layer, sent, endedOnce, errors, told }
    }),
  )
  const kept = await readKept(world)
  const turns = ofLayer.flatMap((each) => each.turns)
  const sampled = ofLayer.map(({ layer, samples }) => ({ name: `chat server, ${layer}`, samples }))
  const programs = sampled.concat({ name: "worker", samples: ofWorker }).map((each) => ({
    name: each.name,
    samples: each.samples,
    figures: figuresOf(each.samples, minutes, entryBytes),
  }))
  return {
    programs,
    counted,
    faults: faultsPlayed,
    recorded: turns.length,
    losses,
    repeated: repeatedEvents(kept),
    broken: [
      ...programs.flatMap(({ figures, name, samples }) =>
        sampleProblems(samples)
          .concat(figureProblems(figures))
          .map((problem) => `${name}: ${problem}`),
      ),
      ...counted.flatMap((each) =>
        countProblems(each).map((problem) => `chat server, ${each.layer}: ${problem}`),
      ),
      ...keptProblems(kept, turns),
    ],
  }
}

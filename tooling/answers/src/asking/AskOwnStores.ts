/**
 * Asks a list of a store that is started for it over emulated services without delays, with cold caches for each order
 * of asking. The catalogue is written once; each order begins with a copy of it.
 */
import { cp } from "node:fs/promises"
import { join } from "node:path"
import { startServices } from "@manga-assist/bench/store/RunningStore"
import { openStore, withFolder } from "@manga-assist/bench/store/StoreFolder"
import type { Entry } from "../QuestionList.ts"
import { type AskedEntry, askEntries } from "./AskEntries.ts"
import { keptRequests } from "./KeptRequests.ts"
import { ordered, type Ordering } from "./Ordering.ts"

export interface OwnStores {
  readonly orders: ReadonlyArray<Ordering>
  /** Of what is shuffled. */
  readonly seed: number
  /** Sessions at the same time, where the requests can be told apart. */
  readonly parallel: number
  readonly step: (text: string) => void
}

export interface AskedRun {
  readonly ordering: Ordering
  /** In the order of the list. */
  readonly asked: ReadonlyArray<AskedEntry>
}

/** Facts are judged, not time: what a busy machine is late with is waited for. */
const patient = { LATENCY_BUDGET_MS: "20000" }
const undelayed = ["--latency", "none"]
/** Of an entry that the store answered without one of its services all the same. */
const again = 2

export const askOwnStores = (
  entries: ReadonlyArray<Entry>,
  { orders, parallel, seed, step }: OwnStores,
): Promise<ReadonlyArray<AskedRun>> =>
  withFolder(async (folder) => {
    const seeded = join(folder, "seeded")
    step("the catalogue is written")
    await (await startServices(seeded, undelayed))[Symbol.asyncDispose]()
    const places = new Map(entries.map(({ id }, index) => [id, index]))
    const placeOf = ({ entry: { id } }: AskedEntry) => places.get(id) ?? 0
    const runs: Array<AskedRun> = []
    for (const ordering of orders) {
      const dataFolder = join(folder, ordering)
      await cp(seeded, dataFolder, { recursive: true })
      step(`${ordering}, a store is started`)
      await using store = await openStore({ dataFolder, environment: patient, flags: undelayed })
      const asked = await askEntries(ordered(entries, ordering, seed), {
        url: store.url,
        name: `answers-${ordering}`,
        parallel,
        again,
        requests: await keptRequests(store.admin),
        asked: (done) => {
          if (done % 20 === 0 || done === entries.length) {
            step(`${ordering}, ${done} of ${entries.length} asked`)
          }
        },
      })
      runs.push({ ordering, asked: asked.toSorted((a, b) => placeOf(a) - placeOf(b)) })
    }
    return runs
  })

/**
 * Asks entries of question lists of a server over emulated services, and tells for each what of its facts did not reach
 * the model, and whether its cards tell the catalogue's figures.
 *
 * `floors` were measured at revision ef26cba0: as long as the prompt is being rebuilt, no fewer may be held than there.
 */
import { demoDay, type Product, products } from "@manga-assist/catalogue"
import { expect } from "vitest"
import { isHeld, judgeAsked } from "../../answers/src/AnswersResult.ts"
import { type AskedEntry, askEntries } from "../../answers/src/asking/AskEntries.ts"
import { keptRequests } from "../../answers/src/asking/KeptRequests.ts"
import { demoStore } from "../../answers/src/oracle/StoreData.ts"
import type { Entry } from "../../answers/src/QuestionList.ts"
import { openPrograms, type Programs } from "./Programs.ts"

export const floors = { corpus: 171, more: 39, dialogues: 28 }

const catalogue = new Map(products().map((product) => [product.id, product]))

export interface AskingServer {
  readonly ask: (entries: ReadonlyArray<Entry>) => Promise<ReadonlyArray<AskedEntry>>
  readonly stop: () => Promise<void>
}

/** What is judged is the prompt, not the time: a busy machine is waited for. */
const patience = { LATENCY_BUDGET_MS: "20000" }
const again = 2
const parallel = 4

/** Without a Redis, so that the server keeps its answers to itself. */
export const startAskingServer = async (): Promise<AskingServer> => {
  const programs: Programs = await openPrograms()
  const { REDIS_URL: _shared, ...aws } = await programs.startEmulators(["--latency", "none"])
  const server = await programs.startServer({ ...aws, ...patience })
  const requests = await keptRequests(aws["ADMIN_URL"] ?? "")
  let lists = 0
  return {
    ask: (entries) =>
      askEntries(entries, {
        url: server.url,
        name: `facts-${(lists += 1)}`,
        parallel,
        again,
        requests,
      }),
    stop: () => programs.stop(),
  }
}

/** What was to come on the day of the catalogue may be out by now: the digital edition is then read at once. */
const canBeHad = ({ format, releaseDate, stock }: Product): boolean =>
  releaseDate <= demoDay() && (format === "digital" || stock > 0)

/** Every question is answered with all of the store's services, and cards show the catalogue's own figures. */
export const expectTruthful = (asked: ReadonlyArray<AskedEntry>): void => {
  for (const { entry, told } of asked) {
    expect([entry.id, told.outcome, told.degraded]).toEqual([entry.id, "complete", []])
    for (const card of told.products) {
      const product = catalogue.get(card.id)
      expect(card.price).toEqual({ amount: product?.price, currency: "JPY" })
      expect(card.inStock, card.id).toBe(product !== undefined && canBeHad(product))
    }
  }
}

/** What is missing is printed. */
export const expectHeld = (asked: ReadonlyArray<AskedEntry>, least: number): void => {
  const store = demoStore()
  const judged = asked.map((each) => judgeAsked(each, store)).filter(({ needy }) => needy)
  const held = judged.filter(isHeld)
  const missing = judged
    .filter((each) => !isHeld(each))
    .map(({ ask, id, missing }) => `${id} ${ask}\n  ${missing.join("\n  ")}`)
    .join("\n")
  const told = `facts held: ${held.length} of ${judged.length}, at least ${least}`
  process.stdout.write(`${told}\n${missing}\n`)
  expect(held.length, missing).toBeGreaterThanOrEqual(least)
}

/**
 * Conversations over a running server: what a turn is about reaches the model, whatever it leans on, and the cards show
 * it.
 */
import { demoCatalogue } from "@manga-assist/catalogue"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { AskedEntry } from "../../answers/src/asking/AskEntries.ts"
import { missingFacts } from "../../answers/src/oracle/HeldFacts.ts"
import { demoStore } from "../../answers/src/oracle/StoreData.ts"
import type { Entry } from "../../answers/src/QuestionList.ts"
import { dialogues } from "../../answers/test/dialogues.ts"
import { dialogueEntries, neededOf } from "../../answers/test/repositoryLists.ts"
import {
  type AskingServer,
  expectHeld,
  expectTruthful,
  floors,
  startAskingServer,
} from "./AskedFacts.ts"

let server: AskingServer
beforeAll(async () => {
  server = await startAskingServer()
})
afterAll(async () => {
  await server?.stop()
})

const talk = async (
  turns: readonly [string, ...ReadonlyArray<string>],
  user?: string,
): Promise<AskedEntry> => {
  const [first, ...others] = turns.map((ask) => ({ ask }))
  if (first === undefined) throw new Error("nothing is asked")
  const entry: Entry = {
    id: "talk",
    kind: "conversation",
    language: "en",
    ...(user === undefined ? {} : { user }),
    turns: [first, ...others],
  }
  const [asked] = await server.ask([entry])
  if (asked === undefined) throw new Error("nothing was asked")
  return asked
}

const seriesIn = ({ told }: AskedEntry) =>
  told.early.flatMap(({ id }) => demoCatalogue().bookOf(id)?.series ?? [])

describe("dialogues", () => {
  let asked: ReadonlyArray<AskedEntry>
  beforeAll(async () => {
    asked = await server.ask(dialogueEntries)
  })

  it("reach the model with the facts of each turn", () => {
    expectTruthful(asked)
    expectHeld(asked, floors.dialogues)
  })

  it("show early what each turn is about, or nothing; at most a quarter of what follows is guessed wrong", () => {
    const firsts = dialogues.flatMap(({ turns }) =>
      turns.flatMap(({ first, search }) =>
        first === undefined && search === undefined ? [] : [first],
      ),
    )
    const shown = asked.map(({ told }) => told.early[0]?.id)
    const early = firsts.flatMap((first, at) =>
      first === undefined || shown[at] === undefined ? [] : [{ at, isRight: first === shown[at] }],
    )
    const wrong = early.filter(({ isRight }) => !isRight)
    const told = wrong.map(({ at }) => `${asked[at]?.entry.id}: ${shown[at]}, not ${firsts[at]}`)
    expect(wrong.length, told.join("\n")).toBeLessThanOrEqual(early.length / 4)
  })
})

describe("a conversation", () => {
  it("points at what was shown by its place, and comes back to it after another topic", async () => {
    const list = "recommend a mystery manga"
    const [, second = ""] = seriesIn(await talk([list]))
    const store = demoStore()
    const needs = [neededOf(second)]
    const about = [list, "tell me about the second one"] as const
    const back = [...about, "what does shipping cost?", "is it finished?"] as const
    for (const turns of [about, back]) {
      const asked = await talk(turns)
      expect(missingFacts({ needs }, asked.request?.body, store)).toEqual([])
    }
  })

  it("stays with the customer's orders", async () => {
    const asked = await talk(
      ["Has MA-05-0001 shipped, and where is MA-01-0001?", "is it shipped?"],
      "demo-05",
    )
    const needs = [{ order: "MA-05-0001" }] as const
    expect(missingFacts({ user: "demo-05", needs }, asked.request?.body, demoStore())).toEqual([])
    expect(JSON.stringify(asked.request)).not.toContain("MA-01-0001")
    expect(asked.told.answer).not.toContain("MA-01")
  })
})

/**
 * Conversations over a running store: what each turn is taken to mean leads to the products that it is about, and to
 * their facts in the answer.
 */
import { products, series } from "@manga-assist/catalogue"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ChatClient, connect } from "./ChatClient.ts"
import { openPrograms, type Programs, type Server } from "./Programs.ts"

let programs: Programs
let server: Server

beforeAll(async () => {
  programs = await openPrograms()
  const { REDIS_URL: _shared, ...aws } = await programs.startEmulators()
  server = await programs.startServer({ ...aws, LATENCY_BUDGET_MS: "20000" })
}, 120_000)

afterAll(async () => {
  await server?.stop()
  await programs?.stop()
})

let sessions = 0

const within = async (talk: (client: ChatClient) => Promise<void>) => {
  const client = await connect(server.url, { session: `conversations-${(sessions += 1)}` })
  await talk(client)
  client.close()
}

const priceOf = (id: string): string => {
  const product = products().find((each) => each.id === id)
  if (product === undefined) throw new Error(`the catalogue has no ${id}`)
  return product.price.toLocaleString("en-US")
}

const byId = new Map(series().map((entry) => [entry.id, entry]))
const seriesIn = (ids: ReadonlyArray<string>) =>
  ids.flatMap((id) => byId.get(id.replace(/-(?:v\d+-(?:paperback|digital)|box-\d+)$/u, "")) ?? [])

describe("a conversation", () => {
  it.each([
    ["en", ["How much is Swan 4?", "And volume 5?", "And digital?"]],
    ["ja", ["SWANの4巻はいくら？", "5巻は？", "電子版は？"]],
  ] as const)("asks the same of another volume and edition, %s", (_language, [one, two, three]) =>
    within(async (client) => {
      await client.ask(one)
      const next = await client.ask(two)
      expect(next.products[0]?.id).toBe("swan-v5-paperback")
      expect(next.text).toContain(priceOf("swan-v5-paperback"))
      const digital = await client.ask(three)
      expect(digital.products[0]?.id).toBe("swan-v5-digital")
      expect(digital.text).toContain(priceOf("swan-v5-digital"))
    }),
  )

  it.each([
    ["en", ["recommend a mystery manga", "only finished ones", "at most ten volumes"]],
    ["ja", ["ミステリー漫画のおすすめは？", "完結してるもの", "10巻以内で"]],
  ] as const)("adds wishes to wishes, %s", (_language, [one, two, three]) =>
    within(async (client) => {
      await client.ask(one)
      await client.ask(two)
      const { last, products: shown } = await client.ask(three)
      const found = seriesIn(shown.map(({ id }) => id))
      expect(found.length).toBeGreaterThan(0)
      for (const entry of found) {
        expect(entry.genres).toContain("mystery")
        expect(entry.status).toBe("completed")
        expect(entry.volumes).toBeLessThanOrEqual(10)
      }
      expect(last["reason"]).toMatch(
        /^(?:Understood with what was wished for before: "|これまでのご希望と合わせて理解しました：「)/u,
      )
    }),
  )

  it("points at what was shown by its place, and comes back to it after another topic", () =>
    within(async (client) => {
      const list = await client.ask("recommend a mystery manga")
      const second = seriesIn(list.products.map(({ id }) => id))[1]?.id
      expect(second).toBeDefined()
      const told = await client.ask("tell me about the second one")
      expect(told.products[0]?.id).toBe(second)
      await client.ask("what does shipping cost?")
      const finished = await client.ask("is it finished?")
      expect(finished.products[0]?.id).toBe(second)
    }))
})

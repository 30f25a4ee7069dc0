/**
 * Whatever wording of a question comes first, everybody is given the same: each form in two wordings, each of them the
 * first on a server that has answered nothing yet. And the second asker, in other words, is served what the first was.
 */
import { setTimeout } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cachePolicyOf } from "../../../packages/assistant/src/answers/CachePolicy.ts"
import { read } from "../../../packages/assistant/src/reading/Read.ts"
import { demoNames } from "../../../packages/assistant/src/reading/StoreNames.ts"
import {
  type FormWordings,
  wordedTexts,
} from "../../../packages/assistant/test/canonical/formWordings.ts"
import { type Answer, connect } from "./ChatClient.ts"
import { openPrograms, type Programs } from "./Programs.ts"

let programs: Programs
/** What a server over the emulated services needs. Without a Redis it keeps its answers to itself. */
let environment: Readonly<Record<string, string>>

beforeAll(async () => {
  programs = await openPrograms()
  const { REDIS_URL: _shared, ...aws } = await programs.startEmulators()
  environment = { ...aws, HIT_CHECK_PERCENT: "0", LATENCY_BUDGET_MS: "20000" }
}, 120_000)

afterAll(async () => {
  await programs?.stop()
})

/** Two servers that have answered nothing yet, and share nothing. */
const startTwo = () =>
  Promise.all([programs.startServer(environment), programs.startServer(environment)])

let sessions = 0

/** A visitor of one question. */
const visit = async (server: string, text: string): Promise<Answer> => {
  const client = await connect(server, { session: `wordings-${(sessions += 1)}` })
  const answer = await client.ask(text)
  client.close()
  return answer
}

/** A busy machine may miss a read's deadline of 150 ms; such an answer is kept for nobody. */
const tries = 10
const pauseMs = 100

const visitCalmly = async (server: string, text: string): Promise<Answer> => {
  let answer = await visit(server, text)
  for (let tried = 1; tried < tries && !isWhole(answer); tried += 1) {
    await setTimeout(tried * pauseMs)
    answer = await visit(server, text)
  }
  return answer
}

const isWhole = ({ last }: Answer) =>
  last.type === "turn-end" && Array.isArray(last["degraded"]) && last["degraded"].length === 0

const ended = ({ last }: Answer) => ({ source: last["source"], degraded: last["degraded"] })

const shown = ({ products, text }: Answer) => ({ products: products.map(({ id }) => id), text })

interface Pair {
  readonly name: string
  readonly locale: string
  readonly one: string
  readonly other: string
}

/** Two wordings of a form for each language that it is asked in: the shortest and the longest. */
const pairsOf = ({ name, wordings }: FormWordings): ReadonlyArray<Pair> =>
  (["en", "ja"] as const).flatMap((locale) => {
    const inLanguage = wordings
      .filter((text) => {
        const question = read(demoNames(), text)
        return question.locale === locale && cachePolicyOf(question).cacheable
      })
      .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
    const [one, other] = [inLanguage.at(0), inLanguage.at(-1)]
    return one === undefined || other === undefined || one === other
      ? []
      : [{ name, locale, one, other }]
  })

/** Spread over the kinds of questions: one of each kind and language, then a second of each, and so on. */
const spread = (pairs: ReadonlyArray<Pair>, most: number): ReadonlyArray<Pair> => {
  const seen = new Map<string, number>()
  const ranked = pairs.map((pair) => {
    const kind = `${pair.name} ${pair.locale}`
    const rank = seen.get(kind) ?? 0
    seen.set(kind, rank + 1)
    return { pair, rank }
  })
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ pair }) => pair)
}

interface Dialogue {
  readonly wordings: readonly [string, string]
  /** Of the product that is shown first. */
  readonly first: string
}

const dialogues: ReadonlyArray<Dialogue> = [
  {
    wordings: ["How much do I have to pay for Parasyte 2?", "How much is Parasyte 2?"],
    first: "parasyte-v2-paperback",
  },
  {
    wordings: ["what's the story of monster", "What is Monster about?"],
    first: "monster",
  },
  {
    wordings: ["is nana a finished series", "Is Nana finished?"],
    first: "nana",
  },
  {
    wordings: ["how many books has kingdom", "How many volumes does Kingdom have?"],
    first: "kingdom",
  },
]

describe("the second asker, in other words", () => {
  let servers: Awaited<ReturnType<typeof startTwo>>

  beforeAll(async () => {
    servers = await startTwo()
  })
  afterAll(async () => {
    for (const server of servers ?? []) await server.stop()
  })

  const inBothOrders = dialogues.flatMap((dialogue) => {
    const [one, other] = dialogue.wordings
    return [[0, one, other, dialogue] as const, [1, other, one, dialogue] as const]
  })

  it.each(inBothOrders)(
    "on server %i: after %s, %s is served the same",
    async (server, before, after, { first: product }) => {
      const url = servers[server].url
      const asked = await visitCalmly(url, before)
      // Kept after the turn, not in it.
      await expect
        .poll(async () => (await visit(url, before)).last["source"], { timeout: 20_000 })
        .toBe("exact")
      const served = await visitCalmly(url, after)
      expect(served.last["source"]).toBe("canonical")
      expect(shown(served)).toEqual(shown(asked))
      expect(served.products[0]?.id).toBe(product)
    },
  )
})

const askedForms = 400
const atOnce = 6

describe("two wordings of one question", () => {
  it("each asked first, are answered with the same products and the same words", async () => {
    const pairs = spread((await wordedTexts()).forms.flatMap(pairsOf), askedForms)
    const servers = await startTwo()
    const [first, second] = servers
    const differing: Array<object> = []
    const left = pairs.values()
    const askInTurn = async () => {
      for (const { name, one, other } of left) {
        const answers = await Promise.all([
          visitCalmly(first.url, one),
          visitCalmly(second.url, other),
        ])
        const [given, otherwise] = answers.map(shown)
        // `exact`: a starved server was asked again, and had kept what its model said to these very words.
        const anew = answers.every(({ last }) =>
          ["model", "exact"].includes(String(last["source"])),
        )
        if (!anew || JSON.stringify(given) !== JSON.stringify(otherwise)) {
          differing.push({ name, one, other, given, otherwise, ends: answers.map(ended) })
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, askInTurn))
    for (const server of servers) await server.stop()
    expect(pairs.length).toBe(askedForms)
    expect(differing).toEqual([])
  })
})

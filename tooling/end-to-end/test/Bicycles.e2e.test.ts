/**
 * A second shop, made of nothing but files: `pnpm start --shop examples/bicycles` answers its customers by its own rows and
 * rules, shares what is one question, and keeps what it cannot know to itself.
 */
import { readdirSync, readFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, connect } from "./ChatClient.ts"
import { facts, reworded, rules, unrelated } from "./fixtures/bicycleQuestions.ts"
import { patient, type RunningStack, startStack } from "./RunningStack.ts"

const shop = fileURLToPath(new URL("../../../examples/bicycles", import.meta.url))
let stack: RunningStack

beforeAll(async () => {
  stack = await startStack(["--latency", "none", "--shop", shop], {
    ...patient,
    HIT_CHECK_PERCENT: "0",
  })
})

afterAll(async () => {
  await stack?.stop()
})

let sessions = 0

/** A visitor of one question. */
const visit = async (text: string): Promise<Answer> => {
  const client = await connect(stack.url, { session: `bicycles-${(sessions += 1)}` })
  const answer = await client.ask(text)
  client.close()
  return answer
}

const sourceOf = ({ last }: Answer) => last["source"]
const cardsOf = ({ products }: Answer) => products.map(({ id }) => id)

describe("a bicycle shop", () => {
  it("is at most 600 lines, its products apart", () => {
    const texts = readdirSync(shop, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:json|txt|words|shapes|forms)$/u.test(file))
      .map((file) => readFileSync(`${shop}/${file}`, "utf8"))
    expect(texts.length).toBeGreaterThan(5)
    expect(texts.join("").split("\n").length).toBeLessThanOrEqual(600)
  })

  it("is asked sixty questions", () => {
    expect(facts.length + rules.length + reworded.length + unrelated.length).toBe(60)
  })

  it("has a page of its own", async () => {
    const page = await (await fetch(stack.url)).text()
    expect(page).toContain("<title>Kawara Cycles</title>")
    expect(page).toContain("Ask the bicycle shop")
    expect(page).not.toMatch(/SHOP-|[Mm]anga(?!-assist:)|漫画/u)
  })

  it.each(facts)("answers %s by its rows", async (question, told, card) => {
    const answer = await visit(question)
    expect(answer.text).toContain(told)
    expect(cardsOf(answer)).toContain(card)
  })

  it.each(rules)("answers %s in its own words", async (question, sentence) => {
    const answer = await visit(question)
    expect(answer.text).toContain(sentence)
    expect(sourceOf(answer)).toBe("store")
  })

  it.each(reworded)("answers %s once, also as %s", async (first, other) => {
    const answer = await visit(first)
    const again = await visit(other)
    expect(sourceOf(again)).toMatch(/^(?:exact|canonical|precomputed)$/u)
    expect({ text: again.text, cards: cardsOf(again) }).toEqual({
      text: answer.text,
      cards: cardsOf(answer),
    })
  })

  it.each(unrelated)("leaves %s to the model", async (question) => {
    const answer = await visit(question)
    expect(sourceOf(answer)).toBe("model")
    const again = await visit(`${question} 123`)
    expect(sourceOf(again)).toBe("model")
  })

  it("answers ahead what its schedule asks", async () => {
    // None of them is asked twice, so that no visitor's answer is kept for the next one.
    const left = ["Jarimichi", "Nagatabi", "Hinata 16", "Komichi Mini", "Yamabiko E", "Hakobi E"]
    const next = async () => {
      await setTimeout(4_000)
      return sourceOf(await visit(`How much is ${left.shift() ?? ""}?`))
    }
    await expect.poll(next).toBe("precomputed")
  })
})

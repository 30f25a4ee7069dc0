/** Answers that are begun while somebody types: taken by the message that asks the same, and cut off by any other. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { type Answer, connect } from "./ChatClient.ts"
import { type RunningStack, startStack } from "./RunningStack.ts"

let stack: RunningStack

beforeAll(async () => {
  // What a busy machine made of earlier answers does not decide here whether the best prompt is affordable.
  stack = await startStack(undefined, { DRAFT_ANSWERS: "on", LATENCY_BUDGET_MS: "20000" })
})
afterAll(async () => {
  expect(await stack.stop()).toBe(0)
})

const counted = async (event: string): Promise<number> => {
  const page = await (await fetch(`${stack.operator}/metrics`)).text()
  const line = page
    .split("\n")
    .find((each) => each.startsWith("manga_assist_draft_answer_") && each.includes(`"${event}"`))
  return Number(line?.split(" ").at(-1) ?? Number.NaN)
}

const until = async (isSo: () => Promise<boolean>, withinMs: number): Promise<boolean> => {
  const deadline = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

const model = ({ last }: Answer) =>
  (last["timeline"] as Array<{ stage: string; outcome: string }>).find(
    ({ stage }) => stage === "model",
  )?.outcome

const titles = ["Monster", "Pluto", "Berserk", "Blue Lock", "Vinland Saga", "Dandadan"]

/** A read that was late begins nothing, and nobody types the same again: the next title is tried. */
const begin = async (client: Awaited<ReturnType<typeof connect>>): Promise<string> => {
  for (let title = titles.pop(); title !== undefined; title = titles.pop()) {
    const before = await counted("begun")
    const text = `I have a train ride of nine hours, so who wrote ${title}?`
    client.send(JSON.stringify({ type: "draft", text }))
    if (await until(async () => (await counted("begun")) > before, 3_000)) return text
  }
  throw new Error("nothing was begun for any of the titles")
}

it("takes the answer that was begun for the draft, and cuts off any other", async () => {
  const client = await connect(stack.url, { session: "draft-answer" })
  await client.ask("hello")
  const taken = await counted("taken")
  const same = await client.ask((await begin(client)).toLowerCase())
  expect(model(same)).toBe("draft")
  expect(await counted("taken")).toBe(taken + 1)

  const wasted = await counted("wasted")
  const begun = await begin(client)
  const other = await client.ask(`${begun} And what is it about?`)
  expect(model(other)).not.toBe("draft")
  expect(await until(async () => (await counted("wasted")) > wasted, 3_000)).toBe(true)

  const [before, shown] = [await counted("wasted"), await begin(client)]
  expect(shown).not.toBe(begun)
  client.close()
  expect(await until(async () => (await counted("wasted")) > before, 3_000)).toBe(true)
})

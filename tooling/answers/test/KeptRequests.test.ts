/** Newer and older emulators, and answers that are copies of earlier ones. */
import { createServer } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { expect, it, onTestFinished } from "vitest"
import { keptRequests } from "../src/asking/KeptRequests.ts"

const body = (question: string) => ({
  messages: [
    { role: "user", content: [{ text: `<question locale="en">\n${question}\n</question>` }] },
  ],
})

const admin = async (answer: (method: string, url: URL) => unknown): Promise<string> => {
  const server = createServer((request, response) => {
    const found = answer(request.method ?? "", new URL(request.url ?? "", "http://admin"))
    response.statusCode = found === undefined ? 404 : 200
    response.end(JSON.stringify(found ?? {}))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // Of a server on a port.
}

const told = (answer: string, source: string, turn: string) => ({
  answer,
  source,
  turn,
  outcome: "complete",
  looked: false,
  products: [],
  early: [],
})

it("are asked for by turn, and a copy has that of the same question, else the last with its text", async () => {
  const request = (question: string, text: string, operation = "ConverseStream") => ({
    operation,
    model: "m",
    body: body(question),
    answer: { text },
  })
  const byTurn: Record<string, ReadonlyArray<unknown>> = {
    t1: [request("one", ""), request("one", "same"), request("sum up", "summary", "Converse")],
    t2: [request("two", "same")],
  }
  const requests = await keptRequests(
    await admin((_, { pathname, searchParams }) =>
      pathname === "/requests" ? (byTurn[searchParams.get("turn") ?? ""] ?? []) : undefined,
    ),
  )
  expect(requests.parallel).toBe(true)
  const questionOf = async (...given: Parameters<typeof requests.of>) =>
    JSON.stringify((await requests.of(...given))?.body)
  expect(await questionOf(told("same", "model", "t1"), "one")).toContain("one")
  expect(await questionOf(told("same", "model", "t2"), "two")).toContain("two")
  expect(await questionOf(told("same", "exact", "t3"), "one")).toContain("one")
  expect(await questionOf(told("same", "canonical", "t4"), "uno")).toContain("two")
  expect(await requests.of(told("same", "catalogue", "t5"), "one")).toBeUndefined()
  expect(await requests.of(told("other", "exact", "t6"), "one")).toBeUndefined()
})

it("of older emulators are those that came since the last turn", async () => {
  const prompts: Array<object> = []
  const requests = await keptRequests(
    await admin((method, { pathname }) => {
      if (pathname !== "/prompts") return undefined
      return method === "PUT" ? {} : prompts.splice(0)
    }),
  )
  expect(requests.parallel).toBe(false)
  const prompt = (question: string, answer: string) => ({
    operation: "ConverseStream",
    modelId: "m",
    request: body(question),
    answer,
  })
  prompts.push(prompt("renewed", "another answer"), prompt("one", "first"))
  const found = await requests.of(told("first", "model", "t1"), "one")
  expect(found).toMatchObject({ model: "m", body: body("one") })
  expect(await requests.of(told("first", "exact", "t2"), "one")).toEqual(found)
})

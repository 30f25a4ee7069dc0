import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { searchJson } from "../src/requests/SearchJson.ts"
import { readVector } from "../src/requests/VectorReply.ts"

const received = (text: string) => {
  const reply = readVector(text)
  if (reply.kind !== "vector") throw new Error("no vector")
  return reply.vector
}

describe("JSON of a search", () => {
  it("has a received vector as it was received", () => {
    const vector = received('{"embedding":[0.10,-2E-1,3],"inputTextTokenCount":2}')
    const filter = { bool: { filter: [{ term: { kind: "vector" } }] } }
    const body = { size: 5, query: { knn: { place: { vector, k: 5, filter } } }, _source: ["id"] }
    const text = searchJson(body)
    expect(text).toContain("[0.10,-2E-1,3]")
    expect(JSON.parse(text)).toEqual(body)
  })

  it("means the same as the body, whatever is in it", () => {
    const vector = received('{"embedding":[1,2]}')
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (field, inside, beside) => {
        const near = { k: 2, vector, inside }
        const body = { beside, query: { knn: { [field]: near } }, size: 1 }
        expect(JSON.parse(searchJson(body))).toEqual(JSON.parse(JSON.stringify(body)))
      }),
    )
  })

  it.each([
    [{ query: { knn: { place: { vector: [1, 2], k: 1 } } } }],
    [{ query: { bool: { filter: [] } }, size: 3 }],
    [{}],
  ])("is plain JSON of %j", (body) => {
    expect(searchJson(body)).toBe(JSON.stringify(body))
  })
})

describe("a vector", () => {
  it.each([
    ['{"embedding":[1,2],"embedding":[3]}', [3]],
    ['{"inputTextTokenCount":2,"embedding":[1]}', [1]],
    [' {"embedding":[1]}', [1]],
  ])("of %s is what JSON says", (text, vector) => {
    const body = { query: { knn: { place: { vector: received(text), k: 1 } } } }
    expect(JSON.parse(searchJson(body))).toEqual({ query: { knn: { place: { vector, k: 1 } } } })
  })

  it.each(['{"embedding":[1e999]}', '{"embedding":[null]}', '{"embedding":1}', "[1]", "null", ""])(
    "is not in %s",
    (text) => {
      expect(readVector(text).kind).toBe("malformed")
    },
  )
})

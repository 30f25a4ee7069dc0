import { catalogueVersion, products } from "@manga-assist/catalogue"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { writeIndex } from "../src/SearchIndex.ts"
import type { SearchReply, SearchRequest } from "../src/SearchRequests.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface Index {
  readonly definition: string
  readonly documents: Array<string>
}

/** A vector collection of Serverless, as far as the writer uses one; `refuse` answers in its place. */
const collection = (held?: Index) => {
  const asked: Array<string> = []
  let index = held
  let refuse: (call: string, lines: ReadonlyArray<string>) => SearchReply | undefined = () =>
    undefined
  const reply = (status: number, body: object = {}): SearchReply => ({
    status,
    text: JSON.stringify(body),
  })
  const request: SearchRequest = async (method, path, body = "") => {
    const call = `${method} ${path}`
    asked.push(call)
    const lines = body.split("\n").filter((line) => line !== "")
    const instead = refuse(call, lines)
    if (instead !== undefined) return instead
    if (call === "DELETE /products") {
      if (index === undefined) return reply(404)
      index = undefined
      return reply(200)
    }
    if (call === "PUT /products") {
      index = { definition: body, documents: [] }
      return reply(200)
    }
    if (index === undefined) return reply(404)
    if (call === "GET /products/_mapping") {
      return { status: 200, text: `{"products":{"mappings":${index.definition}}}` }
    }
    if (call === "POST /products/_search") {
      return reply(200, { hits: { total: { value: index.documents.length } } })
    }
    const items = lines.flatMap((line, at) => {
      if (at % 2 === 0) {
        const { index: action } = JSON.parse(line)
        return "_id" in action
          ? [{ index: { status: 400, error: "Document ID is not supported" } }]
          : []
      }
      index?.documents.push(line)
      return [{ index: { status: 201 } }]
    })
    return reply(200, { errors: items.some(({ index: { status } }) => status > 299), items })
  }
  return {
    asked,
    request,
    documents: () => index?.documents ?? [],
    refuse: (by: typeof refuse) => {
      refuse = by
    },
  }
}

const vectors = new Map(products().map(({ seriesId }) => [seriesId, [1, 0]] as const))
const write = (request: SearchRequest, asked = vi.fn(async () => vectors)) => {
  const written = writeIndex({
    request,
    index: "products",
    vectors: asked,
    progress: () => undefined,
  })
  // Whoever waits for it judges it.
  written.catch(() => undefined)
  return written
}

const ids = (documents: ReadonlyArray<string>) =>
  documents.map((document) => String(JSON.parse(document).id)).sort()
const allIds = () =>
  products()
    .map(({ id }) => id)
    .sort()

describe("writing the index", () => {
  it("makes it and writes every product once, without ids of documents", async () => {
    const store = collection()
    await expect(write(store.request)).resolves.toBe("written")
    expect(ids(store.documents())).toEqual(allIds())
  })

  it("writes a vector for each series with its bundle and what is first of it, and no other", async () => {
    const store = collection()
    await write(store.request)
    const documents = store.documents().map((document) => JSON.parse(document))
    const first = documents.filter(({ kind, volume }) => kind === "series" || volume === 1)
    expect(new Set(first.map(({ kind }) => kind))).toEqual(new Set(["series", "volume", "box-set"]))
    expect(documents.filter(({ vector }) => vector !== undefined)).toEqual(first)
    expect(new Set(first.map(({ vector }) => String(vector)))).toEqual(new Set(["1,0"]))
  })

  it("leaves a complete index of this catalogue as it is and asks for no vector", async () => {
    const store = collection()
    await write(store.request)
    const before = store.asked.length
    const asked = vi.fn(async () => vectors)
    await expect(write(store.request, asked)).resolves.toBe("complete")
    expect(asked).not.toHaveBeenCalled()
    expect(store.asked.slice(before)).toEqual(["GET /products/_mapping", "POST /products/_search"])
  })

  const definitionOf = (catalogue: string) => JSON.stringify({ _meta: { catalogue } })
  it.each([
    [
      "that was left half written",
      { definition: definitionOf(catalogueVersion()), documents: ["{}"] },
    ],
    ["of another catalogue", { definition: definitionOf("before"), documents: allIds() }],
    ["that somebody else made", { definition: "{}", documents: [] }],
  ])("makes an index %s anew", async (_, held) => {
    const store = collection(held)
    await expect(write(store.request)).resolves.toBe("written")
    expect(ids(store.documents())).toEqual(allIds())
  })

  it("waits for an index that is not known yet", async () => {
    const store = collection()
    let refused = 0
    store.refuse((call) => {
      if (!call.endsWith("_bulk") || refused === 3) return undefined
      refused += 1
      return { status: 404, text: '{"error":"index_not_found_exception"}' }
    })
    const written = write(store.request)
    await vi.advanceTimersByTimeAsync(10_000)
    await expect(written).resolves.toBe("written")
    expect(ids(store.documents())).toEqual(allIds())
  })

  it("sends again only the documents that were refused for now", async () => {
    const store = collection()
    let isFirst = true
    store.refuse((call, lines) => {
      if (!call.endsWith("_bulk") || !isFirst) return undefined
      isFirst = false
      const items = lines.flatMap((line, at) => {
        if (at % 2 === 0) return []
        const isTaken = at % 4 === 1
        if (isTaken) store.documents().push(line)
        return [{ index: { status: isTaken ? 201 : 429 } }]
      })
      return { status: 200, text: JSON.stringify({ errors: true, items }) }
    })
    const written = write(store.request)
    await vi.advanceTimersByTimeAsync(10_000)
    await expect(written).resolves.toBe("written")
    expect(ids(store.documents())).toEqual(allIds())
  })

  it("ends with what a refused document was answered", async () => {
    const store = collection()
    store.refuse((call) =>
      call.endsWith("_bulk")
        ? {
            status: 200,
            text: '{"errors":true,"items":[{"index":{"status":400,"error":"strict"}}]}',
          }
        : undefined,
    )
    await expect(write(store.request)).rejects.toThrow(
      /opensearch: writing a document was answered with 400: .*strict/u,
    )
  })

  it.each([
    ["GET /products/_mapping", /the mapping was answered with 403/u],
    ["DELETE /products", /deleting products was answered with 403/u],
    ["PUT /products", /making products was answered with 403/u],
    ["POST /products/_bulk", /writing documents was answered with 403/u],
  ])("says that %s was refused", async (refusedCall, message) => {
    const store = collection()
    store.refuse((call) => (call === refusedCall ? { status: 403, text: "denied" } : undefined))
    await expect(write(store.request)).rejects.toThrow(message)
  })

  it("gives up when documents stay unseen", async () => {
    const store = collection()
    store.refuse((call) =>
      call.endsWith("_search")
        ? { status: 200, text: '{"hits":{"total":{"value":7}}}' }
        : undefined,
    )
    const written = write(store.request)
    await vi.advanceTimersByTimeAsync(120_000)
    await expect(written).rejects.toThrow(`7 of ${products().length} documents are found`)
  })
})

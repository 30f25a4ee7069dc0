/** A table and a vector collection of Serverless in memory, as far as the writer uses them; both show what was asked. */
import { demoRows, type ProductRow } from "@manga-assist/catalogue/rows"
import { Client, Connection } from "@opensearch-project/opensearch"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { Readable } from "node:stream"
import type { Places } from "../../src/sync/Apply.ts"
import { productIndex } from "../../src/sync/ProductIndex.ts"
import type { Item } from "../../src/sync/ProductTable.ts"
import { Wanted } from "../../src/Wanted.ts"

/** Four series: 07-Ghost and the next ones. */
export const someRows: ReadonlyArray<ProductRow> = Array.from(demoRows()).filter(
  (
    (series) =>
    ({ seriesId }: ProductRow) =>
      series.add(seriesId).size <= 4
  )(new Set<string>()),
)

export const wantedOf = (rows: ReadonlyArray<ProductRow>): Wanted => {
  const wanted = new Wanted(Stream.fromIterable(rows))
  for (const [at, row] of rows.entries()) wanted.add(row, at + 1)
  return wanted
}

interface SearchReply {
  readonly status: number
  readonly text: string
}

type Request = (method: string, path: string, body?: string) => SearchReply

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === "object"
  } catch {
    return false
  }
}

/** The official client, whose requests are answered here. */
const clientOf = (request: Request): Client =>
  new Client({
    node: "http://fake",
    maxRetries: 0,
    resurrectStrategy: "none",
    Connection: class extends Connection {
      override request(...[asked, answered]: Parameters<Connection["request"]>) {
        const body = typeof asked.body === "string" ? asked.body : ""
        const { status, text } = request(asked.method ?? "", asked.path ?? "", body)
        const type = isJson(text) ? "application/json" : "text/html"
        const answer = Object.assign(Readable.from([text]), {
          statusCode: status,
          headers: { "content-type": type },
        })
        setImmediate(() => answered(null, answer as unknown as Parameters<typeof answered>[1]))
        return { abort: () => {} } as ReturnType<Connection["request"]>
      }
    },
  })

interface Stored {
  readonly _id: string
  readonly _source: Readonly<Record<string, unknown>>
  /** Searches that do not show it yet. */
  hidden: number
}

export const fakePlaces = (source = "catalogue") => {
  const rows = new Map<string, Item>()
  const asked: Array<string> = []
  const embedded: Array<string> = []
  const state = {
    definition: undefined as string | undefined,
    documents: [] as Array<Stored>,
    /** For how many searches a new document stays unseen. */
    hiddenFor: 0,
    refuse: (_call: string, _lines: ReadonlyArray<string>): SearchReply | undefined => undefined,
  }
  let last = 0
  const reply = (status: number, body: object = {}): SearchReply => ({
    status,
    text: JSON.stringify(body),
  })

  const found = (body: string) => {
    const { _source: fields = [], query, size } = JSON.parse(body)
    const clauses: ReadonlyArray<{
      term?: { source: string }
      range?: { id?: { gte: string } }
      terms?: { id: ReadonlyArray<string> }
    }> = query.bool.filter
    const hits = state.documents
      .filter((each) => each.hidden === 0)
      .filter(({ _source }) =>
        clauses.every(
          ({ range, term, terms }) =>
            (term === undefined || _source["source"] === term.source) &&
            (range?.id === undefined || String(_source["id"]) >= range.id.gte) &&
            (terms === undefined || terms.id.includes(String(_source["id"]))),
        ),
      )
      .toSorted((a, b) => (String(a._source["id"]) < String(b._source["id"]) ? -1 : 1))
      .slice(0, size)
    for (const each of state.documents) each.hidden = Math.max(0, each.hidden - 1)
    const shown = (of: Stored["_source"]) =>
      Object.fromEntries(Object.entries(of).filter(([name]) => fields.includes(name)))
    return { hits: { hits: hits.map(({ _id, _source }) => ({ _id, _source: shown(_source) })) } }
  }

  const bulk = (lines: ReadonlyArray<string>) => {
    const items: Array<object> = []
    for (let at = 0; at < lines.length; at += 1) {
      const action = JSON.parse(lines[at] ?? "")
      if (action.delete !== undefined) {
        const before = state.documents.length
        state.documents = state.documents.filter(({ _id }) => _id !== action.delete._id)
        items.push({ delete: { status: state.documents.length < before ? 200 : 404 } })
        continue
      }
      at += 1
      last += 1
      if (Object.keys(action.index).join() !== "_index") throw new Error("no ids, no options")
      state.documents.push({
        _id: `d${last}`,
        _source: JSON.parse(lines[at] ?? ""),
        hidden: state.hiddenFor,
      })
      items.push({ index: { status: 201, _id: `d${last}` } })
    }
    return reply(200, { errors: false, items })
  }

  const request: Request = (method, path, body = "") => {
    const call = `${method} ${path}`
    asked.push(call)
    const lines = body.split("\n").filter((line) => line !== "")
    const instead = state.refuse(call, lines)
    if (instead !== undefined) return instead
    if (call === "PUT /products") {
      state.definition = body
      return reply(200)
    }
    if (state.definition === undefined) return reply(404)
    if (call === "GET /products/_mapping") {
      return reply(200, { products: JSON.parse(state.definition) })
    }
    return call === "POST /products/_search" ? reply(200, found(body)) : bulk(lines)
  }

  const places: Places = {
    table: {
      items: Stream.suspend(() => Stream.fromIterable(rows.values())),
      put: (items) =>
        Effect.sync(() => {
          for (const item of items) rows.set(String(item["id"]), item)
        }),
      remove: (ids) =>
        Effect.sync(() => {
          for (const id of ids) rows.delete(id)
        }),
    },
    index: productIndex(clientOf(request), "products"),
    embed: ({ id }) =>
      Effect.sync(() => {
        embedded.push(id)
        return "[1,0]"
      }),
    model: "titan",
    source,
  }
  return { asked, embedded, places, rows, state }
}

/** Runs to its end while the clock goes on as fast as it waits. */
export const atOnce = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
    while (fiber.pollUnsafe() === undefined) {
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("100 millis")
    }
    return yield* Fiber.join(fiber)
  })

/** Conversations over a scripted store that searches the catalogue: what reaches the model, and what is shown. */
import { TagVersions } from "@manga-assist/caching"
import { products } from "@manga-assist/catalogue"
import { Effect, Layer } from "effect"
import type { Clause, Sort } from "../../src/products/RetrievalPlan.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { matchesClauses } from "../matchesClauses.ts"
import { ask, type Script, scriptedStore } from "../scriptedStore.ts"

/** Who follows the table's changes, or nobody. */
const versions = (isLive: boolean): Layer.Layer<TagVersions> =>
  Layer.effect(
    TagVersions,
    Effect.map(TagVersions, (each) => TagVersions.of({ ...each, live: () => isLive })),
  ).pipe(Layer.provide(TagVersions.layerMemory()))

const isClauses = (value: unknown): value is ReadonlyArray<Clause> => Array.isArray(value)

const valueOf = (product: object, field: string): number | string => {
  const value: unknown = Reflect.get(product, field)
  return typeof value === "number" || typeof value === "string" ? value : ""
}

/** Ids of what passes the filter, in the order of the sort; as many as a prompt has. */
const searched = (filter: string, sort: Sort): ReadonlyArray<string> => {
  const clauses: unknown = JSON.parse(filter.replaceAll('"now"', '"2026-11-24"'))
  if (!isClauses(clauses)) return []
  const by = sort.flatMap((each) => Object.entries(each))
  return products()
    .filter((product) => matchesClauses(product, clauses))
    .toSorted((one, other) => {
      for (const [field, order] of by) {
        const [a, b] = [valueOf(one, field), valueOf(other, field)]
        if (a !== b) return a < b === (order === "asc") ? -1 : 1
      }
      return 0
    })
    .slice(0, 5)
    .map(({ id }) => id)
}

export const conversing = (script: Script & { readonly isLive?: boolean } = {}) => {
  const { isLive = true, ...more } = script
  return scriptedStore({ finds: searched, tagVersions: versions(isLive), ...more })
}

/** Lets what a turn began in the background come to its end. */
export const settled = Effect.yieldNow.pipe(Effect.repeat({ times: 50 }))

/** The turns of one session, one after the other; the events of the last. */
export const talk = Effect.fnUntraced(function* (
  turns: ReadonlyArray<string>,
  more: Parameters<typeof ask>[1] = {},
) {
  let events: ReadonlyArray<TurnEvent> = []
  for (const [at, text] of turns.entries()) {
    events = yield* ask(text, { id: `m-${at}`, ...more })
    yield* settled
  }
  return events
})

/** Ids of the cards, list by list. */
export const shownIn = (events: ReadonlyArray<TurnEvent>): ReadonlyArray<ReadonlyArray<string>> =>
  events.flatMap((event) => (event.type === "products" ? [event.products.map(({ id }) => id)] : []))

const lines = (block: string): ReadonlyArray<Readonly<Record<string, unknown>>> =>
  block.split("\n").flatMap((line) => {
    const json: unknown = line.startsWith("{") ? JSON.parse(line) : undefined
    return typeof json === "object" && json !== null ? [{ ...json }] : []
  })

/** The last message of a request, block by block. */
export const lastMessage = (prompt: string | undefined) => {
  const messages: unknown = JSON.parse(prompt ?? "[]")
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined
  const content: unknown = Reflect.get(Object(last), "content")
  const text = Array.isArray(content)
    ? content.map((part: unknown) => String(Reflect.get(Object(part), "text"))).join("\n")
    : ""
  const block = (name: string) =>
    new RegExp(`<${name}[^\\n]*?>\\n?(.*?)\\n?</${name}>`, "su").exec(text)?.[1]
  return {
    text,
    now: block("now"),
    products: lines(block("products") ?? ""),
    records: lines(block("records") ?? ""),
    search: block("search") === undefined ? undefined : lines(block("search") ?? ""),
    orders: lines(block("orders") ?? ""),
    unread: block("unread")?.split("\n") ?? [],
    has: (name: string) => block(name) !== undefined,
  }
}

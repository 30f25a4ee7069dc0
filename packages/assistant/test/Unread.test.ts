/** What the model is told of what could not be read, so that it denies nothing that may exist. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ask, type Script, scriptedStore } from "./scriptedStore.ts"

const promptFor = (script: Script, text: string, who: Parameters<typeof ask>[1]) => {
  const { layer, seen } = scriptedStore(script)
  return Effect.gen(function* () {
    yield* ask(text, who)
    assert.lengthOf(seen.calls, 1)
    return seen.calls[0]?.prompt ?? ""
  }).pipe(Effect.provide(layer))
}

/** The names in the prompt's block of what was not read. */
const unreadIn = (prompt: string) => /<unread>\\n(.*?)\\n<\/unread>/u.exec(prompt)?.[1]

const unread = (script: Script, text: string, user?: string) =>
  Effect.map(promptFor(script, text, user === undefined ? {} : { user }), unreadIn)

const wish = "Recommend a seinen manga about Vikings"
const volume = "Is volume 12 of Blue Lock in stock as paperback?"
const order = "Where is my order?"

describe("a prompt", () => {
  it.live("names the products that search could not be asked for", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* unread({ search: "down" }, wish), "products")
      assert.strictEqual(yield* unread({ search: "down", facts: "down" }, volume), "products")
    }),
  )

  it.live("names the orders that the table could not be asked for", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* unread({ orders: "down" }, order, "demo-01"), "orders")
    }),
  )

  it.live(
    "names the orders of a customer whose session nobody can confirm, and asks for no sign-in",
    () =>
      Effect.gen(function* () {
        const prompt = yield* promptFor({}, order, { unconfirmed: true })
        assert.strictEqual(unreadIn(prompt), "orders")
        assert.match(prompt, /signed-in=\\?"yes/u)
      }),
  )

  it.live("names nothing that was looked up, found or not, or that another way was found to", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* unread({}, wish))
      assert.isUndefined(yield* unread({ finds: () => [] }, volume))
      assert.isUndefined(yield* unread({ search: "down" }, volume))
      assert.isUndefined(yield* unread({}, order, "demo-01"))
    }),
  )
})

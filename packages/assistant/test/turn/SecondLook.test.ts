/** A second look in time: what is said and shown, in which order, and what the model is asked. */
import { mangaShop } from "@manga-assist/catalogue"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { systemPromptOf } from "../../src/prompt/SystemPrompt.ts"
import { toolConfig, toolWords } from "../../src/tools/OfferedTools.ts"
import {
  asked,
  callOf,
  driven,
  isPlain,
  lastBlocks,
  plain,
  recordedIn,
  resultsOf,
  stagesOf,
  toolNamesOf,
  wish,
} from "./lookingTurn.ts"

const systemPrompt = systemPromptOf(mangaShop())

const markOf = (
  { timeline }: { readonly timeline: ReadonlyArray<{ stage: string; endMs: number }> },
  mark: string,
) => timeline.find(({ stage }) => stage === mark)?.endMs

const horror = { genres: ["horror"], limit: 3 }

describe("a use of a tool in time", () => {
  it.effect("is read, shown and told to the model, whose answer is the turn's", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls)
      yield* TestClock.adjust(300)
      const id = first.use("find_products", horror)
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      yield* TestClock.adjust(200)
      second.say("Uzumaki ")
      second.say("fits.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      assert.deepStrictEqual(turn.types(), [
        "turn-start",
        "cache-miss",
        "retrieve-end",
        "products",
        "model-start",
        "prompt-usage",
        "looking",
        "products",
        "model-start",
        "first-token",
        "delta",
        "prompt-usage",
        "turn-end",
      ])
      const looking = turn.events.find(({ type }) => type === "looking")
      assert.deepInclude(looking, {
        tools: [{ name: "find_products", label: "horror manga" }],
      })
      const [, found = []] = turn.cards()
      assert.isAbove(found.length, 0)
      assert.deepInclude(end, { finish: "complete", source: "model", model: second.modelId })
      assert.deepStrictEqual(end.degraded, [])
      assert.deepStrictEqual(end.looked, [{ label: "horror manga", found: 3 }])
      assert.strictEqual(markOf(end, "first-token"), 500)

      const [result] = resultsOf(second)
      assert.deepInclude(result, { id, status: "success" })
      assert.property(result?.told, "products")
      const { messages } = second.request
      assert.deepStrictEqual(messages.slice(0, -2), first.request.messages)
      assert.deepStrictEqual(messages.at(-2), {
        role: "assistant",
        content: [{ toolUse: { toolUseId: id, name: "find_products", input: horror } }],
      })
      assert.strictEqual(first.request.fields?.toolConfig, toolConfig(true))
      assert.strictEqual(second.request.fields?.toolConfig, toolConfig(true))
      assert.strictEqual(second.request.system, first.request.system)
      assert.deepStrictEqual(
        first.request.system.flatMap(({ text }) => text ?? []),
        [systemPrompt, toolWords],
      )

      const [recorded, ...others] = recordedIn(seen)
      assert.isEmpty(others)
      assert.deepInclude(recorded, { answer: "Uzumaki fits.", products: found, series: found })
      assert.deepInclude(seen.recorded.analytics[0], { looks: 1, source: "model" })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is timed: the call, the read and the second model, and what both calls spent", () => {
    const { calls, layer } = driven({ searchMs: 40 })
    return Effect.gen(function* () {
      const turn = yield* asked(calls, plain)
      const { first } = turn
      yield* TestClock.adjust(300)
      first.begin("find_products")
      yield* TestClock.adjust(250)
      first.write(JSON.stringify(horror))
      yield* first.stop("tool_use")
      yield* TestClock.adjust(40)
      const second = yield* callOf(calls, 2)
      yield* TestClock.adjust(320)
      second.say("Uzumaki.")
      yield* second.stop("end_turn")
      const end = yield* turn.turn.end
      const ran = new Map(
        end.timeline.map(({ endMs, outcome, stage, startMs }) => [
          stage,
          { took: endMs - startMs, outcome },
        ]),
      )
      assert.deepStrictEqual(ran.get("model"), { took: 300, outcome: "ok" })
      assert.deepStrictEqual(ran.get("tool-call"), { took: 250, outcome: "ok" })
      assert.deepStrictEqual(ran.get("tool-read"), { took: 40, outcome: "ok" })
      assert.deepStrictEqual(ran.get("model-2"), { took: 320, outcome: "ok" })
      assert.deepStrictEqual(end.usage, {
        inputTokens: 200,
        outputTokens: 20,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
      })
    }).pipe(Effect.provide(layer))
  })

  it.effect("may be of two tools at once: side by side, told in order, shown together", () => {
    const { calls, layer, seen } = driven({ searchMs: 60 })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      yield* TestClock.adjust(100)
      const ids = [
        first.use("find_products", { genres: ["horror"], limit: 5 }),
        first.use("series_facts", { titles: ["Akira"] }),
        first.use("find_products", { genres: ["sports"], limit: 5 }),
      ]
      const searched = seen.searches
      yield* first.stop("tool_use")
      yield* TestClock.adjust(60)
      const second = yield* callOf(calls, 2)
      assert.isAbove(seen.searches - searched, 1)
      assert.deepStrictEqual(
        resultsOf(second).map(({ id }) => id),
        ids,
      )
      assert.deepStrictEqual(
        resultsOf(second).map(({ told }) => Object.keys(told)[0]),
        ["products", "records", "products"],
      )
      second.say("Akira.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      const read = end.timeline.find(({ stage }) => stage === "tool-read")
      assert.strictEqual((read?.endMs ?? 0) - (read?.startMs ?? 0), 60)
      const cards = turn.cards().at(-1) ?? []
      assert.isAtMost(cards.length, 5)
      assert.strictEqual(new Set(cards).size, cards.length)
      assert.include(cards, "akira")
      assert.deepInclude(seen.recorded.analytics[0], { looks: 3 })
      const looking = turn.events.find((event) => event.type === "looking")
      const told = ["horror manga", "Akira", "sports manga"]
      assert.deepStrictEqual(
        looking?.tools.map(({ label }) => label),
        told,
      )
      assert.deepStrictEqual(
        end.looked,
        told.map((label) => ({ label, found: label === "Akira" ? 1 : 5 })),
      )
    }).pipe(Effect.provide(layer))
  })
})

describe("text before the use of a tool", () => {
  it.effect("leaves at once, is no first content, and is gone on with", () => {
    const { calls, layer, seen } = driven({ searchMs: 40 })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      yield* TestClock.adjust(200)
      first.say("One moment.")
      assert.strictEqual(turn.said(), "One moment.")
      yield* TestClock.adjust(100)
      first.use("find_products", horror)
      yield* first.stop("tool_use")
      yield* TestClock.adjust(40)
      const second = yield* callOf(calls, 2)
      assert.deepStrictEqual(second.request.messages.at(-2)?.content?.[0], { text: "One moment." })
      yield* TestClock.adjust(300)
      second.say("Uzumaki")
      second.say(" fits.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      assert.strictEqual(turn.said(), "One moment.\n\nUzumaki fits.")
      assert.strictEqual(markOf(end, "first-products"), 340)
      assert.strictEqual(markOf(end, "first-token"), 640)
      assert.strictEqual(end.budget.usedMs, 340)
      assert.strictEqual(recordedIn(seen)[0]?.answer, turn.said())
    }).pipe(Effect.provide(layer))
  })

  it.effect("keeps the space that is there, and a blank one is in no history", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const all = [
        ["One moment. ", "It is here."],
        ["One moment.", "\nIt is here."],
        ["\n\n", "It is here."],
      ] as const
      for (const [at, [before, after]] of all.entries()) {
        const { first, turn } = yield* asked(calls, plain)
        first.say(before)
        first.use("find_products", horror)
        yield* first.stop("tool_use")
        const second = yield* callOf(calls, 2 * at + 2)
        second.say(after)
        yield* second.stop("end_turn")
        yield* turn.end
        assert.strictEqual(turn.said(), before + after)
      }
    }).pipe(Effect.provide(layer))
  })

  it.effect("is the answer where no use follows it", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      assert.isAbove(toolNamesOf(first).length, 0)
      yield* TestClock.adjust(200)
      first.say("Begin with Akira.")
      yield* first.stop("end_turn")
      const end = yield* turn.end
      assert.strictEqual(end.budget.usedMs, 200)
      assert.lengthOf(calls, 1)
      assert.notProperty(stagesOf(end), "tool-call")
      assert.notProperty(seen.recorded.analytics[0], "looks")
      assert.notProperty(end, "looked")
    }).pipe(Effect.provide(layer))
  })
})

describe("a tool that fails", () => {
  it.effect.each([
    ["one that is down", "find_products", horror, /could not be looked up/u, "horror manga"],
    ["one that there is not", "buy_everything", {}, /invalid input/u, "the store"],
    ["an input that breaks a rule", "series_facts", { titles: [] }, /invalid input/u, "series"],
  ] as const)("is told to the model as such: %s", ([, name, input, told, label]) => {
    const { calls, layer } = driven({ search: "down" })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.use(name, input)
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      const [result] = resultsOf(second)
      assert.strictEqual(result?.status, "error")
      assert.match(String(result?.told["error"]), told)
      second.say("I cannot look it up at the moment.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      assert.deepInclude(end, { finish: "complete", source: "model" })
      assert.strictEqual(stagesOf(end)["tool-read"], "failed")
      assert.deepStrictEqual(end.looked, [{ label }])
    }).pipe(Effect.provide(layer))
  })

  it.effect("is about its series all the same, for the messages that follow", () => {
    const { calls, layer, seen } = driven({ facts: "down" })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.use("series_facts", { titles: ["Akira"] })
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      second.say("Its prices cannot be looked up at the moment.")
      yield* second.stop("end_turn")
      yield* turn.end
      assert.isEmpty(turn.cards())
      assert.deepInclude(recordedIn(seen)[0], { products: [], series: ["akira"] })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is told beside one that does not, and in its time", () => {
    const { calls, layer } = driven({ orders: "never" })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      yield* TestClock.adjust(300)
      first.use("own_orders", {})
      first.use("series_facts", { titles: ["Akira"] })
      yield* first.stop("tool_use")
      yield* TestClock.adjust(1_000)
      const second = yield* callOf(calls, 2)
      assert.deepStrictEqual(
        resultsOf(second).map(({ status }) => status),
        ["error", "success"],
      )
      second.say("Akira has six volumes.")
      yield* second.stop("end_turn")
      assert.strictEqual((yield* turn.end).source, "model")
    }).pipe(Effect.provide(layer))
  })
})

describe("a further use, behind the results", () => {
  it.effect("is not followed: what was said stands, and the call ends", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.use("find_products", horror)
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      second.say("Uzumaki fits.")
      second.begin("series_facts")
      const end = yield* turn.end
      assert.isTrue(second.cancelled())
      assert.deepInclude(end, { finish: "complete", source: "model" })
      assert.strictEqual(stagesOf(end)["tool-call"], "not-followed")
      assert.strictEqual(end.budget.usedMs, 0)
      assert.strictEqual(recordedIn(seen)[0]?.answer, "Uzumaki fits.")
      assert.lengthOf(calls, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("leaves it to the catalogue where nothing was said", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.use("series_facts", { titles: ["Akira"] })
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      second.use("series_facts", { titles: ["Uzumaki"] })
      const end = yield* turn.end
      assert.isTrue(second.cancelled())
      assert.deepInclude(end, { finish: "complete", source: "catalogue" })
      assert.deepStrictEqual(end.degraded, ["catalogue-answer", "model-unavailable"])
      assert.deepStrictEqual(end.looked, [{ label: "Akira", found: 1 }])
      assert.include(turn.said(), "Akira")
      assert.strictEqual(recordedIn(seen)[0]?.answer, turn.said())
      assert.lengthOf(calls, 2)
    }).pipe(Effect.provide(layer))
  })
})

describe("who is asked", () => {
  const compare = "Compare Blue Lock and Haikyu for me, which one is longer and why?"
  const open = "Can you recommend me a long fantasy story and explain why it fits me?"

  it.effect("the larger model at once, without tools, where the prompt holds all it needs", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, compare)
      assert.include(first.modelId, "sonnet")
      assert.isEmpty(toolNamesOf(first))
      first.say("Haikyu.")
      yield* first.stop("end_turn")
      assert.deepStrictEqual((yield* turn.end).degraded, [])
    }).pipe(Effect.provide(layer))
  })

  it.effect("else the smaller one, and the larger one writes from what was found", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, open)
      assert.include(first.modelId, "haiku")
      first.use("find_products", { genres: ["fantasy"], sort: "longest" })
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      assert.include(second.modelId, "sonnet")
      assert.strictEqual(second.request.fields?.toolConfig, first.request.fields?.toolConfig)
      second.say("Berserk.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      assert.strictEqual(end.model, second.modelId)
      assert.deepStrictEqual(end.degraded, [])
    }).pipe(Effect.provide(layer))
  })

  it.effect("the smaller one again where the larger one's first word would be late", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, open)
      yield* TestClock.adjust(400)
      first.begin("find_products")
      yield* TestClock.adjust(900)
      first.write(`{"genres":["fantasy"]}`)
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      assert.include(second.modelId, "haiku")
      second.say("Berserk.")
      yield* second.stop("end_turn")
      assert.strictEqual((yield* turn.end).source, "model")
    }).pipe(Effect.provide(layer))
  })

  it.effect("the smaller one alone where it needs no tool", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, open)
      first.say("Berserk.")
      yield* first.stop("end_turn")
      assert.include((yield* turn.end).model, "haiku")
      assert.lengthOf(calls, 1)
    }).pipe(Effect.provide(layer))
  })
})

it.effect("nobody is offered a tool while they are switched off", () => {
  const { calls, layer } = driven({ environment: { TOOLS: "off" } })
  return Effect.gen(function* () {
    for (const text of [wish, plain]) {
      const { first, turn } = yield* asked(calls, text)
      isPlain(first)
      assert.notMatch(systemPrompt, /\btools?\b/iu)
      assert.isFalse(lastBlocks(first).some(({ text: block }) => /\btools?\b/iu.test(block ?? "")))
      first.say("Akira.")
      yield* first.stop("end_turn")
      yield* turn.end
    }
  }).pipe(Effect.provide(layer))
})

/** One cause after the other, for prompts of Bedrock and of AI SDK. */
import { describe, expect, it } from "vitest"
import { explainPromptCache, type PromptSent } from "../src/index.ts"

const long = "You sell bicycles. ".repeat(400)
const point = { cachePoint: { type: "default" } }
const prompt: PromptSent = {
  modelId: "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
  at: 1_000_000,
  tools: { tools: [{ toolSpec: { name: "look", description: "Looks." } }] },
  system: [{ text: long }, point],
  messages: [{ role: "user", content: [{ text: "Hello" }] }],
}
const later = (changes: Partial<PromptSent> = {}): PromptSent => ({
  ...prompt,
  at: prompt.at + 60_000,
  messages: [
    { role: "user", content: [{ text: "Hello" }] },
    { role: "assistant", content: [{ text: "Hello!" }] },
    { role: "user", content: [{ text: "A bell?" }] },
  ],
  ...changes,
})

describe("a prompt of Bedrock", () => {
  it("that goes on where the one before ended could be read", () => {
    expect(explainPromptCache(prompt, later())).toEqual({
      reason: "could-be-read",
      detail: "the first 2 blocks are the same",
    })
  })

  it.each<[string, PromptSent, Partial<PromptSent>, RegExp]>([
    ["other-model", prompt, { modelId: "amazon.nova-pro-v1:0" }, /nova-pro-v1:0 now/],
    ["no-caching", { ...prompt, modelId: "m" }, { modelId: "m" }, /not known that m keeps/],
    ["no-cache-point", prompt, { system: [{ text: long }] }, /this prompt has no cache point/],
    ["no-cache-point", { ...prompt, system: [{ text: long }] }, {}, /the prompt before has none?/],
    [
      "too-short",
      { ...prompt, system: [{ text: "Hi." }, point] },
      {},
      /about \d+ tokens.* 1024 are/,
    ],
    ["too-late", prompt, { at: prompt.at + 301_000 }, /301 s passed, it is kept for 300 s/],
  ])("tells: %s", (reason, before, changes, detail) => {
    const verdict = explainPromptCache(before, later(changes))
    expect(verdict.reason).toBe(reason)
    if (!/none/.test(String(detail))) expect(verdict.detail).toMatch(detail)
  })

  it("names the place of the first change, and what it was", () => {
    const dated = (day: number) => [{ text: `Today is 2026-11-${day}. ${long}` }, point]
    expect(
      explainPromptCache({ ...prompt, system: dated(26) }, later({ system: dated(27) })),
    ).toEqual({
      reason: "changed",
      place: "system[0]",
      detail:
        'system[0] was " 2026-11-26. You sell bicycles. You sell", is " 2026-11-27. You sell bicycles. You sell"',
    })
    const tools = { tools: [{ toolSpec: { name: "look", description: "Looks around." } }] }
    expect(explainPromptCache(prompt, later({ tools }))).toMatchObject({
      reason: "changed",
      place: "tools[0]",
    })
  })

  it("may come an hour later where its point says so, and must not be too far from its next point", () => {
    const system = [{ text: long }, { cachePoint: { type: "default", ttl: "1h" } }]
    const hour = { ...prompt, system }
    expect(explainPromptCache(hour, later({ system, at: prompt.at + 3_000_000 })).reason).toBe(
      "could-be-read",
    )
    const many = Array.from({ length: 30 }, (_, at) => ({ text: `Part ${at}` }))
    const far = later({
      system: [{ text: long }],
      messages: [{ role: "user", content: [...many, point] }],
    })
    expect(explainPromptCache(prompt, far)).toMatchObject({ reason: "too-far" })
  })
})

describe("a prompt of the AI SDK", () => {
  const cached = { providerOptions: { bedrock: { cachePoint: { type: "default" } } } }
  const sdk = (question: string, rest: object = {}): PromptSent => ({
    modelId: prompt.modelId,
    at: 0,
    tools: { look: { description: "Looks.", inputSchema: {} } },
    system: { role: "system", content: long, ...cached },
    messages: [{ role: "user", content: question }],
    ...rest,
  })

  it("is read by the same rules", () => {
    expect(explainPromptCache(sdk("A"), sdk("B")).reason).toBe("could-be-read")
    expect(explainPromptCache(sdk("A"), sdk("B", { system: long })).reason).toBe("no-cache-point")
    const system = { role: "system", content: `Now: 12:01. ${long}`, ...cached }
    expect(explainPromptCache(sdk("A"), sdk("B", { system }))).toMatchObject({
      reason: "changed",
      place: "system[0].content[0]",
    })
  })

  it("may have its point in a message", () => {
    const messages = [{ role: "user", content: [{ type: "text", text: long, ...cached }] }]
    const before = sdk("A", { system: "Short.", messages })
    const more = [...messages, { role: "assistant", content: "Yes." }]
    expect(explainPromptCache(before, sdk("A", { system: "Short.", messages: more })).reason).toBe(
      "could-be-read",
    )
  })
})

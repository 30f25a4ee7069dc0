/** Scripts: which rule answers in which round, how an answer breaks off or comes late, and how a script is changed. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type Message,
} from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { Agent } from "node:https"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { type BedrockEmulator, startBedrockEmulator } from "../src/BedrockEmulator.ts"
import { readScript } from "../src/answers/ReadScript.ts"
import type { ScriptRule } from "../src/answers/Script.ts"
import { tokenPieces } from "../src/answers/Tokens.ts"
import { collect, haiku } from "./harness.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const dataDir = mkdtempSync(join(tmpdir(), "bedrock-script-test-"))

const clientOf = (emulator: BedrockEmulator) => {
  const client = new BedrockRuntimeClient({
    region: emulator.region,
    endpoint: emulator.url,
    credentials: emulator.credentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: emulator.ca }) }),
  })
  cleanups.push(() => client.destroy())
  return client
}

const started = async (answers: ReadonlyArray<ScriptRule> = [], strict?: boolean) => {
  const emulator = await startBedrockEmulator({
    dataDir,
    answers,
    adminPort: 0,
    ...(strict === undefined ? {} : { strict }),
  })
  cleanups.push(() => emulator.close())
  const client = clientOf(emulator)
  const input = (messages: Array<Message>) => ({
    modelId: haiku,
    messages,
    toolConfig: {
      tools: [{ toolSpec: { name: "look", inputSchema: { json: { type: "object" } } } }],
    },
  })
  const say = async (...messages: ReadonlyArray<Message>) => {
    const { output, stopReason } = await client.send(new ConverseCommand(input([...messages])))
    return { message: output!.message!, stopReason }
  }
  const stream = async (...messages: ReadonlyArray<Message>) => {
    const startedAt = performance.now()
    const { stream } = await client.send(new ConverseStreamCommand(input([...messages])))
    const events = []
    for await (const event of stream!) events.push({ event, ms: performance.now() - startedAt })
    return events
  }
  return { emulator, say, stream }
}

const user = (text: string): Message => ({ role: "user", content: [{ text }] })

/** The results of what a message uses. */
const results = ({ content }: Message, found: string): Message => ({
  role: "user",
  content: content!.flatMap(({ toolUse }) =>
    toolUse === undefined
      ? []
      : [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ json: { found } }] } }],
  ),
})

const look = (where: string) => ({ name: "look", input: { where } })

describe("rounds", () => {
  it("results are answered by a rule behind the one that used the tool, again and again", async () => {
    const { say } = await started([
      { match: "Naruto", toolUses: [look("Naruto"), look("Boruto")] },
      { match: "page 1", toolUses: [look("page 2")] },
      { text: "Here. ($&)" },
    ])
    for (const question of [user("Where is Naruto?"), user("Naruto, please")]) {
      const first = await say(question)
      expect(first.stopReason).toBe("tool_use")
      const firstResults = results(first.message, "Naruto: see page 1")
      const second = await say(question, first.message, firstResults)
      expect(second.message.content).toMatchObject([{ toolUse: { input: { where: "page 2" } } }])
      const third = await say(
        question,
        first.message,
        firstResults,
        second.message,
        // It names what the first rule looks for, which is not asked again.
        results(second.message, "Naruto"),
      )
      expect(third.message.content).toEqual([{ text: `Here. (${question.content![0]!.text})` }])
    }
  })

  it("a rule may name the round that it plays, and match what a tool found", async () => {
    const { say } = await started([
      { round: 2, match: '"found":"nothing"', text: "We have none." },
      { round: 2, text: "There it is." },
      { round: 1, toolUses: [look("x")] },
    ])
    const first = await say(user("nothing"))
    expect(first.stopReason).toBe("tool_use")
    const answered = async (found: string) =>
      (await say(user("nothing"), first.message, results(first.message, found))).message.content
    // The rules of round two stand before the one that used the tool, so none is left.
    expect(await answered("nothing")).toEqual([{ text: "You said: nothing" }])
    const { emulator, say: sayBehind } = await started()
    emulator.answer([
      { round: 1, toolUses: [look("x")] },
      { round: 2, match: '"found":"nothing"', text: "We have none." },
      { round: 2, text: "There it is." },
    ])
    const use = await sayBehind(user("it"))
    const told = async (found: string) =>
      (await sayBehind(user("it"), use.message, results(use.message, found))).message.content
    expect(await told("nothing")).toEqual([{ text: "We have none." }])
    expect(await told("much")).toEqual([{ text: "There it is." }])
  })

  it("match the whole last message, blocks and all, and nothing before it", async () => {
    const { say } = await started([{ match: "<products>", text: "Products." }, { text: "None." }])
    const told = async (...messages: ReadonlyArray<Message>) =>
      (await say(...messages)).message.content
    const content = [{ text: "<products>\n{}\n</products>" }, { text: "Which?" }]
    expect(await told({ role: "user", content })).toEqual([{ text: "Products." }])
    expect(
      await told(
        { role: "user", content },
        { role: "assistant", content: [{ text: "Hm" }] },
        user("So?"),
      ),
    ).toEqual([{ text: "None." }])
  })
})

describe("failures", () => {
  it.each(["tool_use", "max_tokens"] as const)(
    "JSON breaks off and ends with %s",
    async (stopReason) => {
      const { say, stream } = await started([
        { text: "Let me look.", toolUses: [{ ...look("東京"), cut: 9 }], stopReason },
      ])
      const events = (await stream(user("?"))).map(({ event }) => event)
      const json = events.map(
        ({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? "",
      )
      expect(json.join("")).toBe('{"where":')
      expect(events.at(-2)?.messageStop?.stopReason).toBe(stopReason)
      expect(events.filter(({ contentBlockStop }) => contentBlockStop)).toHaveLength(2)
      const whole = await say(user("?"))
      expect(whole.message.content?.[1]).toMatchObject({ toolUse: { name: "look", input: {} } })
      expect(whole.stopReason).toBe(stopReason)
    },
  )

  it("an answer comes late, or the tool use after its text", async () => {
    const { emulator, stream } = await started([
      { match: "text", text: "Well.", delayMs: 200 },
      { match: "tool", text: "Let me look.", toolUses: [{ ...look("x"), delayMs: 200 }] },
      { text: "Let me look.", toolUses: [{ ...look("x"), delayMs: 600_000 }] },
    ])
    const late = await stream(user("text"))
    expect(late[0]!.ms).toBeGreaterThan(195)
    const tool = await stream(user("tool"))
    expect(tool.find(({ event }) => event.contentBlockStart)!.ms).toBeGreaterThan(195)
    // The text does not wait for it.
    const tokens = () => emulator.stats().outputTokens
    const before = tokens()
    const never = stream(user("never")).catch(() => undefined)
    await expect.poll(tokens).toBe(before + tokenPieces("Let me look.").length)
    await emulator.close()
    await never
  })

  it("a tool's JSON ends where the tokens end that a request allows", async () => {
    const { emulator } = await started([{ text: "Ok.", toolUses: [look("a long way from here")] }])
    const { stream } = await clientOf(emulator).send(
      new ConverseStreamCommand({
        modelId: haiku,
        messages: [user("?")],
        inferenceConfig: { maxTokens: 6 },
        toolConfig: {
          tools: [{ toolSpec: { name: "look", inputSchema: { json: { type: "object" } } } }],
        },
      }),
    )
    const events = await collect(stream!)
    const json = events.map(
      ({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? "",
    )
    expect(() => JSON.parse(json.join(""))).toThrow()
    expect(json.join("")).not.toBe("")
    expect(events.at(-2)?.messageStop?.stopReason).toBe("max_tokens")
    expect(events.at(-1)?.metadata?.usage?.outputTokens).toBe(6)
  })
})

describe("what a script cannot answer", () => {
  const asked = async (
    { answers, strict }: { answers: ReadonlyArray<ScriptRule>; strict?: boolean },
    text = "other",
  ) => {
    const { say } = await started(answers, strict)
    return (await say(user(text))).message.content?.[0]?.text
  }
  const rule = { match: "weather", text: "Rain." }
  const recorded = { digest: "0".repeat(64), text: "Rain." }

  it("is said back, or refused where it is strict, as a recording is unless told otherwise", async () => {
    expect(await asked({ answers: [rule] })).toBe("You said: other")
    expect(await asked({ answers: [recorded], strict: false })).toBe("You said: other")
    const refused = {
      name: "ValidationException",
      message: expect.stringMatching(/no rule of its script .*: "other" \(digest [0-9a-f]{64}\)/),
    }
    await expect(asked({ answers: [rule], strict: true })).rejects.toMatchObject(refused)
    await expect(asked({ answers: [], strict: true })).rejects.toMatchObject(refused)
    await expect(asked({ answers: [rule, recorded] })).rejects.toMatchObject(refused)
    expect(await asked({ answers: [rule], strict: true }, "weather")).toBe("Rain.")
  })

  it("is a tool use where the request offers no tools", async () => {
    const { emulator } = await started([{ toolUses: [look("x")] }])
    await expect(
      clientOf(emulator).send(new ConverseCommand({ modelId: haiku, messages: [user("?")] })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("uses the tool look, but the request offers no tools"),
    })
  })
})

describe("over the admin address", () => {
  it("a script is shown, replaced and cleared while the emulator runs", async () => {
    const { emulator, say } = await started([{ text: "first" }])
    const put = async (rules: unknown) => {
      const body = JSON.stringify(rules)
      const reply = await fetch(`${emulator.admin}/script`, { method: "PUT", body })
      return { status: reply.status, body: await reply.json() }
    }
    const rules = [
      { match: "x", times: 1, text: "x!" },
      { round: 1, toolUses: [{ ...look("a"), cut: 3 }], stopReason: "max_tokens" },
    ]
    expect(await put(rules)).toEqual({ status: 200, body: rules })
    expect((await say(user("x"))).message.content).toEqual([{ text: "x!" }])
    expect((await say(user("x"))).stopReason).toBe("max_tokens")
    expect(await put([{ text: "a", txet: "b" }])).toMatchObject({
      status: 400,
      body: { field: "[0].txet" },
    })
    expect(await (await fetch(`${emulator.admin}/script`)).json()).toEqual(rules)
    await put([])
    expect((await say(user("x"))).message.content).toEqual([{ text: "You said: x" }])
  })

  it.each<[unknown, string]>([
    [{}, "script"],
    [[{ match: 1 }], "[0].match"],
    [[{}, { match: "/(/" }], "[1].match"],
    [[{ model: "/(/" }], "[0].model"],
    [[{ times: 0 }], "[0].times"],
    [[{ round: 0 }], "[0].round"],
    [[{ error: "Oops" }], "[0].error"],
    [[{ error: "ThrottlingException", delayMs: 5 }], "[0].delayMs"],
    [[{ stopReason: "tired" }], "[0].stopReason"],
    [[{ delayMs: -1 }], "[0].delayMs"],
    [[{ text: "a", txet: "b" }], "[0].txet"],
    [[{ toolUses: {} }], "[0].toolUses"],
    [[{ toolUses: [{ input: 1 }] }], "[0].toolUses[0].name"],
    [[{ toolUses: [{ name: "a", cut: 0.5 }] }], "[0].toolUses[0].cut"],
  ])("%j is refused by the name of its field", (input, field) => {
    expect(() => readScript(input)).toThrow(expect.objectContaining({ field }))
  })
})

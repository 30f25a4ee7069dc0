/** Answers of a real account, with another emulator in its place: asked once, written, and played without it. */
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { Agent } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest"
import {
  type BedrockEmulator,
  type BedrockEmulatorOptions,
  startBedrockEmulator,
} from "../src/BedrockEmulator.ts"
import { readEvents } from "../src/wire/ReadEvents.ts"
import { collect, haiku } from "./harness.ts"

const dataDir = mkdtempSync(join(tmpdir(), "bedrock-recording-test-"))
const apiKey = "ABSKsecretOfTheAccount"
const trusted = getCACertificates("default")
let account: BedrockEmulator
let file: string
beforeAll(async () => {
  account = await startBedrockEmulator({ dataDir, apiKey, keepRequests: 100 })
  setDefaultCACertificates([...trusted, account.ca])
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  await account.close()
})
const cleanups: Array<() => unknown> = []
afterEach(async () => {
  account.break()
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
let files = 0
beforeEach(() => {
  file = join(dataDir, `recorded-${(files += 1)}.json`)
})

const started = async (options: BedrockEmulatorOptions) => {
  const emulator = await startBedrockEmulator({ dataDir, ...options })
  cleanups.push(() => emulator.close())
  const client = new BedrockRuntimeClient({
    endpoint: emulator.url,
    region: emulator.region,
    credentials: emulator.credentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: emulator.ca }) }),
  })
  cleanups.push(() => client.destroy())
  return { emulator, client }
}
const recording = () => started({ record: { url: account.url, apiKey, file } })
const replaying = () => started({ answers: JSON.parse(readFileSync(file, "utf8")) })

const inputSchema = { json: { type: "object" } }
const asked = (text: string, more: Partial<ConverseCommandInput> = {}): ConverseCommandInput => ({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text }] }],
  toolConfig: { tools: [{ toolSpec: { name: "forecast", inputSchema } }] },
  ...more,
})
const round = async (client: BedrockRuntimeClient) => {
  const first = asked("How is the weather?", { requestMetadata: { turn: String(Math.random()) } })
  const { output: use } = await client.send(new ConverseCommand(first))
  const { input, toolUseId } = use!.message!.content!.at(-1)!.toolUse!
  const toolResult = { toolUseId, content: [{ text: "18 °C" }] }
  const messages = [
    ...first.messages!,
    use!.message!,
    { role: "user" as const, content: [{ toolResult }] },
  ]
  const { stream } = await client.send(new ConverseStreamCommand(asked("", { messages })))
  const events = await collect(stream!)
  const text = events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("")
  return { input, text, stop: events.find((event) => event.messageStop)?.messageStop?.stopReason }
}
const said = {
  input: { place: "京都" },
  text: "Eighteen degrees, $& and no rain.",
  stop: "end_turn",
}
it("is asked for once, and replayed with other ids of tool uses and without the account", async () => {
  // By a function: a rule of a script would put the question in the place of `$&`.
  account.answer(({ request }) =>
    request.messages.length === 1
      ? {
          text: "I look.",
          toolUses: [{ toolUseId: "real-1", name: "forecast", input: said.input }],
        }
      : { text: said.text },
  )
  const { client, emulator } = await recording()
  const before = account.requests().length
  expect(await round(client)).toEqual(said)
  expect(await round(client)).toEqual(said)
  expect(account.requests().length - before).toBe(2)
  await emulator.close()
  const { client: without } = await replaying()
  expect(await round(without)).toEqual(said)
  expect(account.requests().length - before).toBe(2)
  await expect(without.send(new ConverseCommand(asked("Something else")))).rejects.toThrow(
    /no rule of its script answers .*"Something else" \(digest [0-9a-f]{64}\)/,
  )
})

it("writes a script, without keys, headers and prompts, for its owner alone", async () => {
  account.answer([{ text: "Told." }])
  const { client, emulator } = await recording()
  await client.send(new ConverseCommand(asked("A private question")))
  await emulator.close()
  const text = readFileSync(file, "utf8")
  expect(JSON.parse(text)).toEqual([
    { digest: expect.stringMatching(/^[0-9a-f]{64}$/), text: "Told.", stopReason: "end_turn" },
  ])
  expect(text).not.toMatch(/ABSK|private|authorization|local-secret/i)
  expect(statSync(file).mode & 0o077).toBe(0)
})

it("goes on with a file, and asks only for what is not in it", async () => {
  account.answer([{ text: "Told." }])
  const first = await recording()
  await first.client.send(new ConverseCommand(asked("one")))
  await first.emulator.close()
  const before = account.requests().length
  const second = await recording()
  for (const text of ["one", "two"]) await second.client.send(new ConverseCommand(asked(text)))
  await second.emulator.close()
  expect(account.requests().length - before).toBe(1)
  expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(2)
})

it("records Anthropic's Messages API as well", async () => {
  account.answer([{ text: "Hello from Claude.", toolUses: [{ name: "look", input: { a: 1 } }] }])
  const body = JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 100,
    messages: [{ role: "user", content: "Hi" }],
    tools: [{ name: "look", input_schema: { type: "object" } }],
  })
  const ask = async (client: BedrockRuntimeClient) => {
    const reply = await client.send(new InvokeModelCommand({ modelId: haiku, body }))
    return JSON.parse(reply.body.transformToString())
  }
  const wanted = {
    content: [
      { type: "text", text: "Hello from Claude." },
      { type: "tool_use", name: "look", input: { a: 1 } },
    ],
    stop_reason: "tool_use",
  }
  const { client, emulator } = await recording()
  expect(await ask(client)).toMatchObject(wanted)
  await emulator.close()
  expect(await ask((await replaying()).client)).toMatchObject(wanted)
})

it("passes errors on and writes none of them, nor an answer that broke off", async () => {
  const { client, emulator } = await recording()
  account.break({ kind: "throttle" })
  await expect(client.send(new ConverseCommand(asked("a")))).rejects.toMatchObject({
    name: "ThrottlingException",
  })
  account.answer([{ text: "one two three four five six seven eight nine" }])
  account.break({ kind: "mid-stream-exception", afterEvents: 3 })
  const { stream } = await client.send(new ConverseStreamCommand(asked("b")))
  await expect(collect(stream!)).rejects.toMatchObject({ name: "ModelStreamErrorException" })
  account.break({ kind: "garbage", afterEvents: 2 })
  await expect(client.send(new ConverseCommand(asked("c")))).rejects.toMatchObject({
    name: "ModelStreamErrorException",
  })
  account.break({ kind: "fin", afterEvents: 3 })
  await expect(client.send(new ConverseCommand(asked("d")))).rejects.toThrow()
  await emulator.close()
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual([])
})

it("goes on recording where the rules are replaced, and tells at once of a file that cannot be written", async () => {
  account.answer([{ text: "Told." }])
  const { client, emulator } = await recording()
  await client.send(new ConverseCommand(asked("one")))
  emulator.answer([{ match: "hello", text: "Hi." }])
  const before = account.requests().length
  for (const text of ["hello", "one", "two"]) {
    const { output } = await client.send(new ConverseCommand(asked(text)))
    expect(output?.message?.content).toEqual([{ text: text === "hello" ? "Hi." : "Told." }])
  }
  expect(account.requests().length - before).toBe(1)
  expect(() => emulator.answer(() => ({ text: "" }))).toThrow("record")
  const record = { url: account.url, apiKey, file: join(dataDir, "no-such-folder", "a.json") }
  await expect(startBedrockEmulator({ dataDir, record })).rejects.toThrow("record.file")
})

it("says who refused where the key is wrong or nobody is there", async () => {
  const wrong = await started({ record: { url: account.url, apiKey: "ABSKother", file } })
  await expect(wrong.client.send(new ConverseCommand(asked("a")))).rejects.toMatchObject({
    name: "AccessDeniedException",
  })
  const nobody = await started({ record: { url: "https://127.0.0.1:9", apiKey, file } })
  await expect(nobody.client.send(new ConverseCommand(asked("a")))).rejects.toMatchObject({
    name: "ServiceUnavailableException",
    message: expect.stringContaining("127.0.0.1:9"),
  })
})

it("is bounded: what is more is answered and not written", async () => {
  const full = Array.from({ length: 1_000 }, (_, n) => ({ digest: `${n}`, text: "" }))
  writeFileSync(file, JSON.stringify(full))
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
  cleanups.push(() => warned.mockRestore())
  account.answer([{ text: "Told." }])
  const { client, emulator } = await recording()
  for (const text of ["a", "b"]) {
    const { output } = await client.send(new ConverseCommand(asked(text)))
    expect(output?.message?.content).toEqual([{ text: "Told." }])
  }
  await emulator.close()
  expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(1_000)
  expect(warned).toHaveBeenCalledTimes(1)
})

it.each([
  [{ url: "http://127.0.0.1", apiKey, file: "f" }, "record.url"],
  [{ url: "https://a.example", file: "f" }, "record.apiKey"],
  [{ url: "https://a.example", apiKey, fiel: "f" }, "record.fiel"],
])("refuses %j by the name of its field", async (record, field) => {
  await expect(
    startBedrockEmulator({ dataDir, record } as BedrockEmulatorOptions),
  ).rejects.toMatchObject({ name: "OptionError", message: expect.stringContaining(field) })
})

it("reads no frames that are too long, too short or cut off", async () => {
  const read = async (...chunks: ReadonlyArray<Buffer>) => {
    async function* from() {
      yield* chunks
    }
    return collect(readEvents(from()))
  }
  const length = (bytes: number) => {
    const frame = Buffer.alloc(16)
    frame.writeUInt32BE(bytes)
    return frame
  }
  expect(await read()).toEqual([])
  for (const bytes of [0, 15, 17, 2 ** 31]) {
    await expect(read(length(bytes))).rejects.toMatchObject({ type: "ModelStreamErrorException" })
  }
})

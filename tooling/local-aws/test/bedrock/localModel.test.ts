/** A real model in the emulated one's place: what an OpenAI-compatible server is asked, and what becomes of its answers. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime"
import { startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { Agent } from "node:https"
import { mkdtempSync } from "node:fs"
import { type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { localModel, readLocalModel } from "../../src/bedrock/local/LocalModel.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const dataDir = mkdtempSync(join(tmpdir(), "local-model-"))

type Serve = (response: ServerResponse, request: IncomingMessage) => unknown

/** A server of that format, which says what the test wants. */
const chatServer = async (serve: Serve) => {
  const bodies: Array<Record<string, unknown>> = []
  const paths: Array<string> = []
  const server = createServer((request, response) => {
    const parts: Array<Buffer> = []
    request.on("data", (part: Buffer) => parts.push(part))
    request.on("end", () => {
      paths.push(request.url ?? "")
      bodies.push(JSON.parse(Buffer.concat(parts).toString()))
      serve(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // A TCP server's address is never a pipe's name.
  return { url: `http://127.0.0.1:${port}`, bodies, paths }
}

const event = (chunk: unknown) => `data: ${JSON.stringify(chunk)}\n\n`
const delta = (content: object, finish_reason: string | null = null) =>
  event({ object: "chat.completion.chunk", choices: [{ index: 0, delta: content, finish_reason }] })
const usage = event({ choices: [], usage: { prompt_tokens: 30, completion_tokens: 5 } })
const done = "data: [DONE]\n\n"

const saying =
  (...events: ReadonlyArray<string>): Serve =>
  (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.end(events.join(""))
  }

const emulated = async (url: string, deadlines?: { first: number; gap: number }) => {
  const emulator = await startBedrockEmulator({
    dataDir,
    answers: localModel({ url, model: "small" }, deadlines),
  })
  cleanups.push(() => emulator.close())
  const client = new BedrockRuntimeClient({
    region: emulator.region,
    endpoint: emulator.url,
    credentials: emulator.credentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: emulator.ca }) }),
  })
  cleanups.push(() => client.destroy())
  const stream = async (input: Partial<ConverseStreamCommandInput> = {}) => {
    const { stream: events } = await client.send(new ConverseStreamCommand({ ...asked, ...input }))
    return events!
  }
  return { client, emulator, stream }
}

const asked = {
  modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
  messages: [{ role: "user" as const, content: [{ text: "Where is Naruto?" }] }],
}

const tool = {
  toolSpec: {
    name: "look",
    description: "Looks.",
    inputSchema: { json: { type: "object", properties: { where: { type: "string" } } } },
  },
}

const collect = async (events: AsyncIterable<ConverseStreamOutput>) => {
  const all: Array<ConverseStreamOutput> = []
  for await (const each of events) all.push(each)
  return all
}

const textOf = (events: ReadonlyArray<ConverseStreamOutput>) =>
  events.map((each) => each.contentBlockDelta?.delta?.text ?? "").join("")
const reasonOf = (events: ReadonlyArray<ConverseStreamOutput>) =>
  events.find(({ messageStop }) => messageStop)?.messageStop?.stopReason
const usesOf = (events: ReadonlyArray<ConverseStreamOutput>) =>
  events.flatMap(({ contentBlockStart }) => {
    if (contentBlockStart === undefined) return []
    const { contentBlockIndex: index, start } = contentBlockStart
    const json = events
      .filter((each) => each.contentBlockDelta?.contentBlockIndex === index)
      .map((each) => each.contentBlockDelta?.delta?.toolUse?.input ?? "")
    return [{ ...start?.toolUse, json: json.join("") }]
  })

describe("what the server is asked", () => {
  it("is the request in its words: system, tools, uses and their results, limits", async () => {
    const { bodies, paths, url } = await chatServer(saying(delta({ content: "Ok." }, "stop"), done))
    const { stream } = await emulated(url)
    await collect(
      await stream({
        system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }, { text: "Be kind." }],
        messages: [
          ...asked.messages,
          {
            role: "assistant",
            content: [
              { text: "Let me look." },
              { toolUse: { toolUseId: "a", name: "look", input: { where: "東京" } } },
              { toolUse: { toolUseId: "b", name: "look", input: {} } },
            ],
          },
          {
            role: "user",
            content: [
              { toolResult: { toolUseId: "a", content: [{ json: { found: 1 } }] } },
              { toolResult: { toolUseId: "b", content: [{ text: "late" }], status: "error" } },
              { text: "And hurry." },
            ],
          },
        ],
        toolConfig: { tools: [tool, { cachePoint: { type: "default" } }], toolChoice: { any: {} } },
        inferenceConfig: { maxTokens: 77, temperature: 0.5, topP: 0.9, stopSequences: ["END"] },
      }),
    )
    expect(paths).toEqual(["/v1/chat/completions"])
    expect(bodies[0]).toEqual({
      model: "small",
      messages: [
        { role: "system", content: "Be brief.\n\nBe kind." },
        { role: "user", content: "Where is Naruto?" },
        {
          role: "assistant",
          content: "Let me look.",
          tool_calls: [
            {
              id: "a",
              type: "function",
              function: { name: "look", arguments: '{"where":"東京"}' },
            },
            { id: "b", type: "function", function: { name: "look", arguments: "{}" } },
          ],
        },
        { role: "tool", tool_call_id: "a", content: '{"found":1}' },
        { role: "tool", tool_call_id: "b", content: "late" },
        { role: "user", content: "And hurry." },
      ],
      tools: [
        {
          type: "function",
          function: {
            name: "look",
            description: "Looks.",
            parameters: tool.toolSpec.inputSchema.json,
          },
        },
      ],
      tool_choice: "required",
      max_tokens: 77,
      temperature: 0.5,
      top_p: 0.9,
      stop: ["END"],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it("is nothing that it has no words for", async () => {
    const { bodies, url } = await chatServer(saying(done))
    const { stream } = await emulated(url)
    const image = { format: "png" as const, source: { bytes: new Uint8Array([1]) } }
    await expect(
      stream({ messages: [{ role: "user", content: [{ image }, { text: "?" }] }] }),
    ).rejects.toMatchObject({ name: "ValidationException" })
    expect(bodies).toEqual([])
  })

  it.each(["", "/", "/v1", "/v1/"])("at an address that ends in %j", async (end) => {
    const { paths, url } = await chatServer(saying(delta({ content: "Ok." }, "stop"), done))
    const { stream } = await emulated(`${url}${end}`)
    await collect(await stream())
    expect(paths).toEqual(["/v1/chat/completions"])
  })
})

describe("what it answers", () => {
  it("streams as it comes, with its own usage", async () => {
    const gate = Promise.withResolvers<void>()
    const { url } = await chatServer(async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" })
      // A chunk may be cut anywhere, in a letter too.
      const bytes = Buffer.from(delta({ role: "assistant", content: "東京 " }))
      response.write(bytes.subarray(0, bytes.indexOf("京") + 1))
      response.write(bytes.subarray(bytes.indexOf("京") + 1))
      await gate.promise
      response.end(`${delta({ content: "it is." })}${delta({}, "stop")}${usage}${done}`)
    })
    const { emulator, stream } = await emulated(url)
    const events: Array<ConverseStreamOutput> = []
    for await (const each of await stream()) {
      events.push(each)
      if (textOf(events) === "東京 ") gate.resolve()
    }
    expect(textOf(events)).toBe("東京 it is.")
    expect(reasonOf(events)).toBe("end_turn")
    expect(events.at(-1)?.metadata?.usage).toMatchObject({ inputTokens: 30, outputTokens: 5 })
    expect(emulator.stats()).toMatchObject({ inputTokens: 30, outputTokens: 5 })
  })

  it("is whole for Converse", async () => {
    const call = { index: 0, id: "x", function: { name: "look", arguments: '{"where":"x"}' } }
    const { url } = await chatServer(
      saying(delta({ content: "Let me." }), delta({ tool_calls: [call] }, "tool_calls"), done),
    )
    const { client } = await emulated(url)
    const { output, stopReason } = await client.send(new ConverseCommand(asked))
    expect(output?.message?.content).toMatchObject([
      { text: "Let me." },
      { toolUse: { name: "look", input: { where: "x" } } },
    ])
    expect(stopReason).toBe("tool_use")
  })

  it("holds tool uses in pieces, of which each has an id of its own", async () => {
    const piece = (index: number, given: object, id?: string) =>
      delta({ tool_calls: [{ index, ...(id === undefined ? {} : { id }), function: given }] })
    const { url } = await chatServer(
      saying(
        piece(0, { name: "look", arguments: "" }, "call one!"),
        piece(0, { arguments: '{"where":' }),
        piece(0, { arguments: '"x"}' }),
        piece(1, { name: "wave", arguments: "" }, "call one!"),
        delta({}, "tool_calls"),
        done,
      ),
    )
    const { stream } = await emulated(url)
    const events = await collect(await stream())
    const uses = usesOf(events)
    expect(uses).toMatchObject([
      { name: "look", json: '{"where":"x"}' },
      { name: "wave", json: "{}" },
    ])
    expect(new Set(uses.map(({ toolUseId }) => toolUseId)).size).toBe(2)
    for (const { toolUseId } of uses) expect(toolUseId).toMatch(/^[a-zA-Z0-9_.:-]{1,64}$/)
  })

  it("may hold whole tool uses without numbers, and call their end a stop", async () => {
    const whole = (name: string) => ({ id: "", function: { name, arguments: "{}" } })
    const { url } = await chatServer(
      saying(delta({ tool_calls: [whole("look"), whole("wave")] }, "stop"), done),
    )
    const { stream } = await emulated(url)
    const events = await collect(await stream())
    expect(usesOf(events).map(({ name }) => name)).toEqual(["look", "wave"])
    expect(reasonOf(events)).toBe("tool_use")
  })

  it.each([
    ["stop", "end_turn"],
    ["length", "max_tokens"],
    ["content_filter", "content_filtered"],
  ])("that ends with %s ends with %s", async (finish, stopReason) => {
    const { url } = await chatServer(saying(delta({ content: "Hm" }, finish), done))
    const { stream } = await emulated(url)
    expect(reasonOf(await collect(await stream()))).toBe(stopReason)
  })
})

describe("what goes wrong", () => {
  const failing = async (serve: Serve, deadlines?: { first: number; gap: number }) => {
    const { url } = await chatServer(serve)
    const { stream } = await emulated(url, deadlines)
    return stream()
  }
  const status =
    (code: number): Serve =>
    (response) => {
      response.writeHead(code, { "content-type": "application/json" })
      response.end(JSON.stringify({ error: { message: "model 'small' not found" } }))
    }

  it.each([
    [429, "ThrottlingException"],
    [500, "ServiceUnavailableException"],
    [503, "ServiceUnavailableException"],
    [404, "ValidationException"],
    [400, "ValidationException"],
  ])("%i is a %s, in the server's words", async (code, name) => {
    await expect(failing(status(code))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(`${code}: model 'small' not found`),
    })
  })

  it("a server that is not there is unavailable", async () => {
    const { stream } = await emulated("http://127.0.0.1:9")
    await expect(stream()).rejects.toMatchObject({ name: "ServiceUnavailableException" })
  })

  it("one that says nothing in time is late, one that stops in the midst breaks off", async () => {
    const deadlines = { first: 150, gap: 150 }
    await expect(failing(() => undefined, deadlines)).rejects.toMatchObject({
      name: "ModelTimeoutException",
    })
    const begun = await failing((response) => {
      response.writeHead(200)
      response.write(delta({ content: "Well" }))
    }, deadlines)
    await expect(collect(begun)).rejects.toMatchObject({
      name: "ModelStreamErrorException",
      message: expect.stringContaining("said nothing for 150 ms"),
    })
  })

  it.each<[string, Serve]>([
    [
      "is cut",
      (response) =>
        response.writeHead(200).write(delta({ content: "Well" }), () => response.destroy()),
    ],
    ["has no end", saying(delta({ content: "Well" }))],
    ["is no JSON", saying(delta({ content: "Well" }), "data: <html>\n\n")],
    ["tells an error", saying(delta({ content: "Well" }), event({ error: "out of memory" }))],
  ])("an answer that %s is an exception in the stream", async (_, serve) => {
    await expect(collect(await failing(serve))).rejects.toMatchObject({
      name: "ModelStreamErrorException",
    })
  })

  it("ends the server's work when the client leaves", async () => {
    const left = Promise.withResolvers<void>()
    const { url } = await chatServer((response) => {
      response.on("close", () => left.resolve())
      response.writeHead(200)
      response.write(delta({ content: "Once" }))
    })
    const { client } = await emulated(url)
    const leaving = new AbortController()
    const { stream } = await client.send(new ConverseStreamCommand(asked), {
      abortSignal: leaving.signal,
    })
    await stream![Symbol.asyncIterator]().next()
    leaving.abort()
    await left.promise
  })
})

describe("settings", () => {
  it("are both or none", () => {
    expect(readLocalModel({})).toBeUndefined()
    expect(readLocalModel({ LOCAL_MODEL_URL: "", LOCAL_MODEL: "" })).toBeUndefined()
    expect(
      readLocalModel({ LOCAL_MODEL_URL: "http://127.0.0.1:11434", LOCAL_MODEL: "small" }),
    ).toEqual({ url: "http://127.0.0.1:11434", model: "small" })
  })

  it.each([
    [{ LOCAL_MODEL_URL: "http://127.0.0.1:11434" }, "LOCAL_MODEL"],
    [{ LOCAL_MODEL: "small" }, "LOCAL_MODEL_URL"],
    [{ LOCAL_MODEL_URL: "localhost:11434", LOCAL_MODEL: "small" }, "LOCAL_MODEL_URL"],
    [{ LOCAL_MODEL_URL: "ftp://x", LOCAL_MODEL: "small" }, "LOCAL_MODEL_URL"],
  ])("%j is refused", (environment, field) => {
    expect(() => readLocalModel(environment)).toThrow(expect.objectContaining({ field }))
  })
})

/** A program that asks Bedrock, tested by vitest without Bedrock: what it makes of an answer, a tool use and a fault. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ContentBlock,
  type Message,
} from "@aws-sdk/client-bedrock-runtime"
import { startBedrockEmulator } from "@manga-assist/bedrock-emulator"
import { setDefaultCACertificates } from "node:tls"
import { afterAll, expect, it } from "vitest"

/** The program under test: asks, looks the forecast up where the model wants it, and asks again. */
const weather = async (client: BedrockRuntimeClient, question: string): Promise<string> => {
  const messages: Array<Message> = [{ role: "user", content: [{ text: question }] }]
  const modelId = "amazon.nova-lite-v1:0"
  const inputSchema = { json: { type: "object" } }
  const toolConfig = { tools: [{ toolSpec: { name: "forecast", inputSchema } }] }
  for (let round = 0; round < 3; round += 1) {
    const { output } = await client.send(new ConverseCommand({ modelId, messages, toolConfig }))
    const content: ReadonlyArray<ContentBlock> = output?.message?.content ?? []
    const results = content.flatMap(({ toolUse }) =>
      toolUse === undefined
        ? []
        : [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: "18 °C, rain" }] } }],
    )
    if (results.length === 0) return content[0]?.text ?? ""
    messages.push({ role: "assistant", content: [...content] }, { role: "user", content: results })
  }
  return "I do not know."
}

const emulator = await startBedrockEmulator({ keepRequests: 10 })
setDefaultCACertificates([emulator.ca])
const { credentials, region, url: endpoint } = emulator
const client = new BedrockRuntimeClient({ endpoint, region, credentials, maxAttempts: 2 })
afterAll(async () => {
  client.destroy()
  await emulator.close()
})

it("tells the model what the forecast is", async () => {
  emulator.answer([
    { match: "weather", toolUses: [{ name: "forecast", input: { place: "Kyoto" } }] },
    { match: "rain", text: "Take an umbrella." },
  ])
  expect(await weather(client, "How is the weather in Kyoto?")).toBe("Take an umbrella.")
  const [asked, told] = emulator.requests()
  expect(asked?.answer.toolUses).toMatchObject([{ name: "forecast", input: { place: "Kyoto" } }])
  expect(JSON.stringify(told?.body)).toContain("18 °C, rain")
})

it("tries again once when it is throttled", async () => {
  emulator.answer([{ text: "Sunny." }])
  emulator.break({ kind: "throttle", count: 1 })
  expect(await weather(client, "Hello")).toBe("Sunny.")
  emulator.break({ kind: "throttle" })
  await expect(weather(client, "Hello")).rejects.toMatchObject({ name: "ThrottlingException" })
  emulator.break()
})

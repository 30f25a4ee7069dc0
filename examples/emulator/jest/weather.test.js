const { BedrockRuntimeClient, ConverseCommand } = require("@aws-sdk/client-bedrock-runtime")

/** The emulator is told by its admin address, because it runs in the process of `start.mjs`. */
const put = async (path, value) => {
  const sent = { method: "PUT", body: JSON.stringify(value) }
  const reply = await fetch(`${process.env.ADMIN_URL}${path}`, sent)
  if (!reply.ok) throw new Error(await reply.text())
}

// Address, region and keys are those of the environment.
const client = new BedrockRuntimeClient({ maxAttempts: 2 })
const ask = async (text) => {
  const messages = [{ role: "user", content: [{ text }] }]
  const input = { modelId: "us.meta.llama3-3-70b-instruct-v1:0", messages }
  const { output } = await client.send(new ConverseCommand(input))
  return output.message.content[0].text
}

afterEach(() => put("/faults", []))
afterAll(() => client.destroy())

test("a scripted answer", async () => {
  await put("/script", [{ match: "weather", text: "Rain, then sun." }])
  expect(await ask("How is the weather?")).toBe("Rain, then sun.")
})

test("the second attempt after a first one that was throttled", async () => {
  await put("/faults", [{ service: "bedrock", kind: "throttle", count: 1 }])
  expect(await ask("How is the weather?")).toBe("Rain, then sun.")
})

test("a misspelt fault is told", async () => {
  await expect(put("/faults", [{ service: "bedrock", kind: "throtle" }])).rejects.toThrow(
    'the nearest is \\"throttle\\"',
  )
})

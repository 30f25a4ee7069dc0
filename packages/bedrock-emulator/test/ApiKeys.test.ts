/** Bedrock's API keys in the place of a signature. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Agent } from "node:https"
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { afterEach, expect, it, vi } from "vitest"
import { type BedrockEmulatorOptions, startBedrockEmulator } from "../src/BedrockEmulator.ts"
import { ask, startForTest } from "./harness.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
const dataDir = mkdtempSync(join(tmpdir(), "bedrock-keys-test-"))

const started = async (options: BedrockEmulatorOptions = {}) => {
  const emulator = await startBedrockEmulator({ dataDir, ...options })
  cleanups.push(() => emulator.close())
  return emulator
}

/** With the key in the environment, where every SDK looks for it. */
const say = async (emulator: { url: string; region: string; ca: string }, key: string) => {
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", key)
  const client = new BedrockRuntimeClient({
    endpoint: emulator.url,
    region: emulator.region,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: emulator.ca }) }),
  })
  cleanups.push(() => client.destroy())
  const { output } = await client.send(new ConverseCommand(ask("Hi")))
  return output?.message?.content?.[0]?.text
}

it("one is accepted beside the key pair, and told among the environment only where it was given", async () => {
  const emulator = await started()
  expect(await say(emulator, emulator.apiKey)).toBe("You said: Hi")
  expect(emulator.environment).not.toHaveProperty("AWS_BEARER_TOKEN_BEDROCK")
  const own = await started({ apiKey: "ABSKmine" })
  expect(own.environment).toHaveProperty("AWS_BEARER_TOKEN_BEDROCK", "ABSKmine")
  expect(await say(own, "ABSKmine")).toBe("You said: Hi")
})

it.each([
  ["ABSKother", "make sure your API Key is valid"],
  ["bedrock-api-key-local2", "make sure your API Key is valid"],
  ["sk-nonsense", "Must start with pre-defined prefix"],
])("%s is refused", async (key, message) => {
  await expect(say(await started(), key)).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(message),
  })
})

it("that no service would give out is refused by the emulator's own options", async () => {
  await expect(started({ apiKey: "sk-nonsense" })).rejects.toMatchObject({
    name: "OptionError",
    message: expect.stringMatching(/apiKey must be .*bedrock-api-key-/),
  })
})

it("none is valid where none is given to the service", async () => {
  const server = await startForTest()
  cleanups.push(() => server.stop())
  const { authority: ca, endpoint: url } = server
  const region = "ap-northeast-1"
  await expect(say({ url, region, ca }, "bedrock-api-key-local")).rejects.toThrow("API Key")
})

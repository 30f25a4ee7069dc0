/** Which models there are: those whose limits are known, and any other by its id, a profile or an ARN. */
import {
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { afterAll, beforeAll, expect, it } from "vitest"
import { ask, converse, haiku, type Running, startForTest, textOf } from "./harness.ts"

let server: Running
beforeAll(async () => {
  server = await startForTest()
})
afterAll(() => server.stop())

const account = "arn:aws:bedrock:ap-northeast-1:123456789012:"

it.each([
  "amazon.nova-lite-v1:0",
  "us.amazon.nova-pro-v1:0",
  "meta.llama3-3-70b-instruct-v1:0",
  "openai.gpt-oss-120b-1:0",
  "global.anthropic.claude-opus-9-20300101-v1:0",
  `${account}inference-profile/jp.anthropic.claude-sonnet-9`,
  `${account}application-inference-profile/a1b2c3d4e5f6`,
  `${account}provisioned-model/a1b2c3d4e5f6`,
  `${account}imported-model/a1b2c3d4e5f6`,
  `${account}custom-model-deployment/a1b2c3d4e5f6`,
  `${account}default-prompt-router/anthropic.claude:1`,
  "arn:aws:sagemaker:ap-northeast-1:123456789012:endpoint/mine",
])("%s chats, without a limit of its own", async (modelId) => {
  const inferenceConfig = { maxTokens: 1_000_000 }
  const client = server.client()
  expect(textOf(await converse(client, ask("Hi", { modelId, inferenceConfig })))).not.toBe("")
  const whole = await client.send(new ConverseCommand(ask("Hi", { modelId })))
  expect(whole.output?.message?.content).toHaveLength(1)
})

it.each([
  "claude",
  "",
  "no model/at.all",
  `${account}guardrail/abc`,
  "arn:aws:s3:::a.bucket",
  "cohere.embed-v4:0",
  "us.cohere.embed-v4:0",
  "cohere.rerank-v3-5:0",
])("%j does not", async (modelId) => {
  const sent = server.client().send(new ConverseStreamCommand(ask("Hi", { modelId })))
  await expect(sent).rejects.toThrow(modelId === "" ? /./ : /model identifier is invalid/)
})

it("of which the limits are known keep to them", async () => {
  const sent = (modelId: string) => converse(server.client(), ask("Hi", { modelId }))
  await expect(sent(haiku.slice(3))).rejects.toThrow("on-demand throughput")
})

const invoke = (modelId: string, body: object) =>
  server.client().send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }))

it("speaks Anthropic's Messages API for any Claude, and for a profile whose name says nothing", async () => {
  const body = {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 10,
    messages: [{ role: "user", content: "Hi" }],
  }
  for (const modelId of [
    "us.anthropic.claude-opus-9-v1:0",
    `${account}application-inference-profile/a1b2c3`,
  ]) {
    const said = JSON.parse((await invoke(modelId, body)).body.transformToString())
    expect(said).toMatchObject({ type: "message", content: [{ type: "text" }] })
  }
})

it("says what it serves where a body is of another model's own", async () => {
  const nova = { messages: [{ role: "user", content: [{ text: "Hi" }] }] }
  for (const modelId of ["amazon.nova-lite-v1:0", `${account}application-inference-profile/a1`]) {
    await expect(invoke(modelId, nova)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/emulator.*Messages API.*Converse/),
    })
  }
  await expect(invoke("us.anthropic.claude-opus-9-v1:0", nova)).rejects.toThrow("anthropic_version")
})

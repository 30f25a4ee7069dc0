/** A foreign client: Python's SDK, which has its own signatures, event streams and retries. */
import { execFile } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type BedrockEmulator, startBedrockEmulator } from "../src/BedrockEmulator.ts"
import { haiku } from "./harness.ts"

let emulator: BedrockEmulator
beforeAll(async () => {
  emulator = await startBedrockEmulator({
    dataDir: mkdtempSync(join(tmpdir(), "bedrock-emulator-boto3-")),
    answers: [{ text: "Hello from the emulator." }],
  })
})
afterAll(() => emulator.close())

const prelude = `
import boto3, json, sys
from botocore.exceptions import ClientError, EventStreamError
client = boto3.client("bedrock-runtime", endpoint_url="$URL", verify="$CA")
ask = dict(modelId="${haiku}", messages=[{"role": "user", "content": [{"text": "Hi"}]}])
`

const python = async (program: string): Promise<string> => {
  const text = `${prelude}${program}`.replace("$URL", emulator.url).replace("$CA", emulator.caFile)
  const env = { ...process.env, ...emulator.environment }
  const { stdout } = await promisify(execFile)("python3", ["-c", text], { env })
  return stdout.trim()
}

it("converses, at once and as a stream", async () => {
  const said = await python(`
whole = client.converse(**ask)["output"]["message"]["content"][0]["text"]
stream = client.converse_stream(**ask)["stream"]
parts = [e["contentBlockDelta"]["delta"]["text"] for e in stream if "contentBlockDelta" in e]
print(whole); print("".join(parts)); print(len(parts) > 1)
`)
  expect(said.split("\n")).toEqual(["Hello from the emulator.", "Hello from the emulator.", "True"])
})

it("invokes Claude and Titan by their own bodies", async () => {
  const said = await python(`
body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50,
  "messages": [{"role": "user", "content": "Hi"}]})
stream = client.invoke_model_with_response_stream(modelId="${haiku}", body=body)["body"]
events = [json.loads(e["chunk"]["bytes"]) for e in stream]
print("".join(e["delta"].get("text", "") for e in events if e["type"] == "content_block_delta"))
titan = client.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=json.dumps({"inputText": "Hi"}))
print(len(json.loads(titan["body"].read())["embedding"]))
`)
  expect(said.split("\n")).toEqual(["Hello from the emulator.", "1024"])
})

it("is told errors, before the answer and within it", async () => {
  emulator.break(
    { kind: "throttle", operation: "Converse" },
    { kind: "mid-stream-exception", afterEvents: 2 },
  )
  const said = await python(`
try:
    client.converse(**ask)
except ClientError as error:
    print(error.response["Error"]["Code"])
try:
    list(client.converse_stream(**ask)["stream"])
except EventStreamError as error:
    print(error.response["Error"]["Code"])
`)
  emulator.break()
  expect(said.split("\n")).toEqual(["ThrottlingException", "modelStreamErrorException"])
})

/**
 * A thousand chats over the running server, and a thousand with the SDK's default transport: how
 * many TLS connections to the model each of them opens, counted by the emulator.
 */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { startLocalAws } from "@manga-assist/local-aws"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { afterAll, beforeAll, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { patient, type RunningStack, startStack } from "./RunningStack.ts"

const chats = 1_000
const sockets = 20

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack(["--latency", "none"], patient)
})
afterAll(async () => {
  expect(await stack.stop()).toBe(0)
})

const handshakes = async (admin = stack.admin): Promise<number> => {
  const stats = (await (await fetch(`${admin}/stats`)).json()) as {
    bedrock: { handshakes: number }
  }
  return stats.bedrock.handshakes
}

it(
  `opens at most 4 TLS connections for ${chats} chats, where the SDK's default opens ${chats}`,
  { timeout: 240_000 },
  async () => {
    const before = await handshakes()
    await Promise.all(
      Array.from({ length: sockets }, async (_, socket) => {
        const client = await connect(stack.url, { session: `count-${socket}` })
        for (let chat = 0; chat < chats / sockets; chat += 1) {
          // Never the same question twice, so that the model is asked every time.
          const { last } = await client.ask(
            `Tell me a story number ${socket}-${chat} about pirates`,
          )
          expect(last.type).toBe("turn-end")
          expect(last["source"]).toBe("model")
        }
        client.close()
      }),
    )
    const ours = (await handshakes()) - before
    // The pool may have been warm already: what counts is that no turn adds a connection.
    expect(ours).toBeLessThanOrEqual(4)

    expect(await handshakesOfSdkDefault(chats)).toBe(chats)
  },
)

const handshakesOfSdkDefault = async (calls: number): Promise<number> => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-"))
  const aws = await startLocalAws({ dataDir: folder, catalogue: false, redisUrl: null })
  const { environment } = aws
  const ca = await readFile(environment["NODE_EXTRA_CA_CERTS"] ?? "", "utf8")
  setDefaultCACertificates([...getCACertificates("default"), ca])
  const client = new BedrockRuntimeClient({
    endpoint: environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] ?? "",
    region: environment["AWS_REGION"] ?? "",
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
  })
  for (let call = 0; call < calls; call += 1) {
    const reply = await client.send(
      new ConverseStreamCommand({
        modelId: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
        messages: [{ role: "user", content: [{ text: "hello" }] }],
        inferenceConfig: { maxTokens: 16 },
      }),
    )
    let events = 0
    for await (const _event of reply.stream ?? []) events += 1
    expect(events).toBeGreaterThan(2)
  }
  const counted = await handshakes(aws.admin)
  client.destroy()
  await aws.close()
  await rm(folder, { recursive: true, force: true })
  return counted
}

import { spawn } from "node:child_process"
import { createServer as createHttpServer } from "node:http"
import { Agent } from "node:https"
import { createServer, type AddressInfo } from "node:net"
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime"
import { orders, products } from "@manga-assist/catalogue"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { expect, test } from "vitest"
import { type LocalAws, startLocalAws } from "../src/LocalAws.ts"
import { documentsOf } from "./importedCatalogue.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const folder = () => mkdtempSync(join(tmpdir(), "local-aws-"))

const run = (flags: ReadonlyArray<string>, dataDir: string, ipc = false) => {
  const child = spawn(process.execPath, [main, ...flags], {
    env: { PATH: "/nowhere", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe", ...(ipc ? (["ipc"] as const) : [])],
  })
  let output = ""
  let errors = ""
  child.stderr?.on("data", (data) => (errors += String(data)))
  const ready = new Promise<void>((resolve) =>
    child.stdout?.on("data", (data) => {
      output += String(data)
      if (/^ready$/m.test(output)) resolve()
    }),
  )
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)))
  const environment = () =>
    Object.fromEntries(
      output.split("\n").flatMap((line) => {
        const at = line.indexOf("=")
        return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
      }),
    )
  return { child, ready, exit, environment, output: () => output, errors: () => errors }
}

test("prints the environment, then ready; SIGTERM stops it with 0 and frees the ports", async () => {
  const local = run(["--no-seed"], folder())
  await local.ready
  expect(local.output().trimEnd().split("\n").at(-1)).toBe("ready")
  const environment = local.environment()
  for (const name of [
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
    "AWS_ENDPOINT_URL_DYNAMODB",
    "NODE_EXTRA_CA_CERTS",
    "OPENSEARCH_URL",
    "OPENSEARCH_INDEX",
    "DYNAMODB_TABLE_PREFIX",
    "BEDROCK_MODEL_COMPLEX",
    "BEDROCK_MODEL_SIMPLE",
    "BEDROCK_EMBEDDING_MODEL",
    "BEDROCK_GUARDRAIL_ID",
    "BEDROCK_GUARDRAIL_VERSION",
    "ADMIN_URL",
  ]) {
    expect(environment[name], name).toMatch(/./)
  }
  expect(environment).not.toHaveProperty("REDIS_URL")
  expect(local.errors()).toContain("use the memory layer")
  const stats = await (await fetch(`${environment["ADMIN_URL"]}/stats`)).json()
  expect(Object.keys(stats as object).toSorted()).toEqual(["bedrock", "dynamodb", "opensearch"])
  local.child.kill("SIGTERM")
  expect(await local.exit).toBe(0)
  await expect(fetch(`${environment["ADMIN_URL"]}/stats`)).rejects.toThrow()
})

test("the end of the parent's channel stops it, even while it starts", async () => {
  const local = run([], folder(), true)
  local.child.disconnect()
  expect(await local.exit).toBe(0)
})

test("a wrong flag exits 2 and names it; a taken port exits 1 and says so", async () => {
  const wrong = run(["--colour"], folder())
  expect(await wrong.exit).toBe(2)
  expect(wrong.errors()).toContain("--colour: unknown flag")
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve))
  const { port } = taken.address() as AddressInfo
  const refused = run(["--no-seed", "--admin-port", String(port)], folder())
  expect(await refused.exit).toBe(1)
  expect(refused.errors()).toContain(
    `admin: cannot listen on 127.0.0.1:${port}: the port is in use`,
  )
  await new Promise((resolve) => taken.close(resolve))
})

test("a second instance on the same folder exits 1 and says so", async () => {
  const dataDir = folder()
  const first = run(["--no-seed"], dataDir)
  await first.ready
  const second = run(["--no-seed"], dataDir)
  expect(await second.exit).toBe(1)
  expect(second.errors()).toContain("in use by another running instance")
  first.child.kill("SIGINT")
  expect(await first.exit).toBe(0)
})

const tables = (local: LocalAws) =>
  new DynamoDBClient({
    endpoint: local.environment["AWS_ENDPOINT_URL_DYNAMODB"]!,
    region: "ap-northeast-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local-secret" },
  })
const onePiece = { TableName: "MangaAssist-Products", Key: { id: { S: "one-piece" } } }

test("a script comes before the model, a local model takes its place, and requests are kept", async () => {
  const server = createHttpServer((_request, response) => {
    const choices = [{ delta: { content: "A real one." }, finish_reason: "stop" }]
    response.end(`data: ${JSON.stringify({ choices })}\n\ndata: [DONE]\n\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo // A TCP server's address is never a pipe's name.
  const localModel = { url: `http://127.0.0.1:${port}`, model: "small" }
  const local = await startLocalAws({
    dataDir: folder(),
    redisUrl: null,
    catalogue: false,
    localModel,
  })
  const { environment } = local
  const client = new BedrockRuntimeClient({
    region: environment["AWS_REGION"]!,
    endpoint: environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]!,
    credentials: { accessKeyId: "local", secretAccessKey: "local-secret" },
    requestHandler: new NodeHttpHandler({
      httpsAgent: new Agent({ ca: readFileSync(environment["NODE_EXTRA_CA_CERTS"]!) }),
    }),
  })
  const say = async (turn: string) => {
    const modelId = environment["BEDROCK_MODEL_SIMPLE"]!
    const messages = [{ role: "user" as const, content: [{ text: "Are you real?" }] }]
    const requestMetadata = { turn }
    const reply = await client.send(new ConverseCommand({ modelId, messages, requestMetadata }))
    return reply.output?.message?.content?.[0]?.text
  }
  const script = (rules: ReadonlyArray<object>) =>
    fetch(`${local.admin}/script`, { method: "PUT", body: JSON.stringify(rules) })
  expect(await say("one")).toBe("A real one.")
  await script([{ match: "real", text: "A scripted one." }])
  expect(await say("two")).toBe("A scripted one.")
  await script([])
  expect(await say("three")).toBe("A real one.")
  const kept = await (await fetch(`${local.admin}/requests?service=bedrock&turn=two`)).json()
  expect(kept).toMatchObject([{ operation: "Converse", answer: { text: "A scripted one." } }])
  client.destroy()
  server.close()
  await local.close()
})

/** When the newest order of `demo-01` is expected, as the table has it. */
const expectedOn = async (client: DynamoDBClient) => {
  const Key = { user: { S: "demo-01" }, id: { S: "MA-01-0001" } }
  const found = await client.send(new GetItemCommand({ TableName: "MangaAssist-Orders", Key }))
  return found.Item?.["expectedOn"]?.S
}

const orderOn = (day: string) => orders(day).find(({ id }) => id === "MA-01-0001")?.expectedOn

test("seeds once, makes the index of the table at a restart, and repairs a seed that was cut off", async () => {
  const dataDir = folder()
  const stages: Array<string> = []
  const start = (day: string) => {
    stages.length = 0
    return startLocalAws({ dataDir, day, redisUrl: null, progress: (stage) => stages.push(stage) })
  }
  const first = await start("2026-11-24")
  const client = tables(first)
  expect(stages).toContain("products")
  expect(await expectedOn(client)).toBe(orderOn("2026-11-24"))
  const found = await client.send(new GetItemCommand(onePiece))
  const expected = products().find(({ id }) => id === "one-piece")
  expect(Number(found.Item?.["price"]?.N)).toBe(expected?.price)
  const count = await fetch(`${first.environment["OPENSEARCH_URL"]}/manga-products/_search`, {
    method: "POST",
    body: JSON.stringify({ size: 0, track_total_hits: true }),
  })
  expect(await count.json()).toMatchObject({ hits: { total: { value: products().length } } })
  const stats = (await (await fetch(`${first.admin}/stats`)).json()) as {
    dynamodb: { requests: object }
  }
  expect(stats.dynamodb.requests).toEqual({ GetItem: 2 })
  // A price changed by hand shows whether the restart writes again.
  await client.send(
    new UpdateItemCommand({
      ...onePiece,
      UpdateExpression: "SET price = :price",
      ExpressionAttributeValues: { ":price": { N: "1" } },
    }),
  )
  client.destroy()
  await first.close()

  const second = await start("2027-03-01")
  const again = tables(second)
  // The orders lie around the new day; nothing else is written again.
  expect(await expectedOn(again)).toBe(orderOn("2027-03-01"))
  expect((await again.send(new GetItemCommand(onePiece))).Item?.["price"]?.N).toBe("1")
  // The index, which was in memory, has it as well.
  expect((await documentsOf(second)).find(({ id }) => id === "one-piece")).toMatchObject({
    price: 1,
  })
  // Without its marker, a seed counts as cut off.
  await again.send(
    new DeleteItemCommand({ TableName: "MangaAssist-Seed", Key: { id: { S: "catalogue" } } }),
  )
  again.destroy()
  await second.close()

  const third = await start("2027-03-01")
  const repaired = tables(third)
  const price = (await repaired.send(new GetItemCommand(onePiece))).Item?.["price"]?.N
  expect(Number(price)).toBe(expected?.price)
  repaired.destroy()
  await third.close()
})

/**
 * A price written straight into the products' table, by whatever program: the very next answer has it, while
 * answers that did not change still come from the cache; also while Redis is away.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { type ChatClient, connect } from "./ChatClient.ts"

const at = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url))
const started: Array<ChildProcess> = []
let folder: string
let aws: ReadonlyMap<string, string>
let client: ChatClient

/** Resolves with the lines of standard output up to one that matches. */
const start = (script: string, environment: Readonly<Record<string, string>>, until: RegExp) => {
  const child = spawn(process.execPath, [at(script)], {
    env: { ...process.env, ...environment, HOST: "127.0.0.1", DATA_DIR: `${folder}/data` },
    stdio: ["ignore", "pipe", "pipe"],
  })
  started.push(child)
  let output = ""
  return new Promise<string>((resolve, reject) => {
    const look = (text: string) => {
      output += text
      if (until.test(output)) resolve(output)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", look)
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}:\n${output}`)))
  })
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "manga-assist-"))
  const printed = await start("tooling/local-aws/src/main.ts", {}, /^ready$/mu)
  aws = new Map([...printed.matchAll(/^([A-Z_]+)=(.*)$/gmu)].map((line) => [line[1]!, line[2]!]))
  const listening = /^listening (http:\S+)$/mu
  const said = await start(
    "apps/orchestrator/src/main.ts",
    { ...Object.fromEntries(aws), PORT: "0", DATA_DIR: `${folder}/app` },
    listening,
  )
  const url = listening.exec(said)![1]!
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), 30_000)
  client = await connect(url, { session: "changed-product" })
}, 120_000)

afterAll(async () => {
  client?.close()
  for (const child of started.toReversed()) {
    if (child.exitCode !== null) continue
    child.kill("SIGTERM")
    await once(child, "exit")
  }
  await rm(folder, { recursive: true, force: true })
})

const book = "one-piece-v12-paperback"

const setPrice = async (price: number) => {
  const reply = await fetch(aws.get("AWS_ENDPOINT_URL_DYNAMODB")!, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.UpdateItem",
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
    },
    body: JSON.stringify({
      TableName: "MangaAssist-Products",
      Key: { id: { S: book } },
      UpdateExpression: "SET price = :price",
      ExpressionAttributeValues: { ":price": { N: String(price) } },
    }),
  })
  expect(reply.status, await reply.text()).toBe(200)
}

const changed = "Is One Piece volume 12 in stock?"
const other = "Is One Piece volume 13 in stock?"

const ask = async (text: string) => {
  const { last, products } = await client.ask(text)
  expect(last.type).toBe("turn-end")
  const price = products.find(({ id }) => id === book)?.price.amount
  return { source: last["source"], price }
}

/** Answers are kept after the turn, not in it. */
const cached = (text: string) =>
  expect.poll(async () => (await ask(text)).source, { timeout: 20_000 }).toBe("exact")

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${aws.get("ADMIN_URL")}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(list),
  })

it("is told in the very next answer, and only there is the model asked again", async () => {
  await cached(other)
  for (let price = 601; price <= 606; price += 1) {
    await cached(changed)
    await setPrice(price)
    const next = await ask(changed)
    expect(next).toEqual({ source: "model", price })
    expect((await ask(other)).source).toBe("exact")
  }
}, 120_000)

it("is told in the very next answer also when it was written while Redis was away", async () => {
  await cached(changed)
  await faults([
    { service: "redis", kind: "refuse" },
    { service: "redis", kind: "reset" },
  ])
  await setPrice(701)
  expect((await ask(changed)).price).toBe(701)
  await faults([])
  expect((await ask(changed)).price).toBe(701)
  await cached(changed)
  await setPrice(702)
  expect((await ask(changed)).price).toBe(702)
}, 120_000)

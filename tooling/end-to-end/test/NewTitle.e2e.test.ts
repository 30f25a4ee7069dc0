/**
 * A title that the shop writes into the products' table while the server runs, by whatever program: within the minute it is
 * understood in all its names, and its answers are kept as those of any other; a server that starts later knows it too. Once
 * its row is gone, nobody does.
 */
import { nameKeys } from "@manga-assist/catalogue"
import { demoRows, isSeries } from "@manga-assist/catalogue/rows"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type ChatClient, connect } from "./ChatClient.ts"
import { openPrograms, type Programs } from "./Programs.ts"

let programs: Programs
let aws: Readonly<Record<string, string>>
let client: ChatClient

beforeAll(async () => {
  programs = await openPrograms()
  aws = await programs.startEmulators()
  const { url } = await programs.startServer(aws)
  client = await connect(url, { session: "new-title" })
}, 120_000)

afterAll(async () => {
  client?.close()
  await programs?.stop()
})

const attribute = (value: unknown): object =>
  Array.isArray(value)
    ? { L: value.map(attribute) }
    : typeof value === "number"
      ? { N: String(value) }
      : { S: String(value) }

const call = async (operation: string, item: object) => {
  const reply = await fetch(aws["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/ap-northeast-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
    },
    body: JSON.stringify({ TableName: "MangaAssist-Products", ...item }),
  })
  expect(reply.status, await reply.text()).toBe(200)
}

const put = (row: object) =>
  call("PutItem", {
    Item: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, attribute(value)])),
  })

const model = [...demoRows()].find(isSeries)
if (model === undefined) throw new Error("the catalogue is empty")
const moths = {
  ...model,
  ...nameKeys("paper-lantern-moths", new Date().toISOString()),
  id: "paper-lantern-moths",
  seriesId: "paper-lantern-moths",
  title: "Paper Lantern Moths of Kasumi",
  japaneseTitle: "霞町の灯蛾",
  romaji: "Kasumichou no Hitorimushi",
  otherNames: ["Kasumichou Moths"],
  volumes: 3,
  price: 1_230,
  stock: 9_999,
  releaseDate: "2026-10-01",
}

const asked = "How much is Paper Lantern Moths of Kasumi in total?"

const pricesOf = async (text: string) => {
  const { last, products } = await client.ask(text)
  expect(last.type).toBe("turn-end")
  return products.map(({ id, price }) => [id, price.amount])
}

it("is understood within a minute, in each of its names", async () => {
  expect(await pricesOf(asked)).not.toContainEqual([moths.id, 1_230])
  await put(moths)
  await expect
    .poll(() => pricesOf(asked), { timeout: 60_000, interval: 1_000 })
    .toContainEqual([moths.id, 1_230])
  expect(await pricesOf("霞町の灯蛾は全巻でいくら？")).toContainEqual([moths.id, 1_230])
}, 120_000)

it("is one question in other words, and known to a server that starts later", async () => {
  await expect
    .poll(
      async () =>
        (await client.ask("What does all of Paper Lantern Moths of Kasumi cost?")).last["source"],
      {
        timeout: 30_000,
      },
    )
    .toMatch(/exact|canonical/u)
  const { url } = await programs.startServer(aws)
  const other = await connect(url, { session: "new-title-later" })
  const { products } = await other.ask(asked)
  other.close()
  expect(products.map(({ id }) => id)).toContain(moths.id)
}, 120_000)

it("is understood no more within a minute after its row is gone", async () => {
  await call("DeleteItem", { Key: { id: { S: moths.id } } })
  const reasonOf = async () =>
    String(
      (await client.ask("How much is volume 2 of Paper Lantern Moths of Kasumi?")).last["reason"],
    )
  await expect.poll(reasonOf, { timeout: 60_000, interval: 1_000 }).toContain('"lantern"')
}, 120_000)

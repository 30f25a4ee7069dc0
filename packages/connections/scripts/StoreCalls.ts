/**
 * Measures the processor time of a search and of a `GetItem`: by this package, and by the official clients with the
 * connections that they have themselves. With a folder, also by the sources of an earlier revision:
 *
 * `git archive REVISION packages/connections | tar -x -C FOLDER`, a link to this `node_modules` in its
 * `packages/connections`, then `node scripts/StoreCalls.ts FOLDER/packages/connections`.
 *
 * The server is a process of its own; the clients take turns in this one, round by round. Prints for each the median
 * of the rounds and their range, in microseconds, and the failures.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb"
import { Client } from "@opensearch-project/opensearch"
import { ConfigProvider, Effect, Layer, ManagedRuntime } from "effect"
import { type ChildProcess, fork } from "node:child_process"
import { createServer } from "node:http"
import { type AddressInfo } from "node:net"
import { pathToFileURL } from "node:url"
import type * as Sources from "../src/index.ts"

const [rounds, warmingRounds, calls, atOnce] = [9, 3, 1_000, 8]

const source = { id: "b1", title: "Saga of Vikings", price: 500, synopsis: "x".repeat(120) }
const hits = Array.from({ length: 6 }, (_, at) => ({ _id: `d${at}`, _score: 1.5, _source: source }))
const found = JSON.stringify({ took: 3, timed_out: false, hits: { hits } })
const item = JSON.stringify({
  Item: { id: { S: "1" }, price: { N: "700" }, title: { S: "x".repeat(200) }, tags: { SS: ["a"] } },
})

const serve = () => {
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      const body = request.headers["x-amz-target"] === undefined ? found : item
      const length = Buffer.byteLength(body)
      response.writeHead(200, { "content-type": "application/json", "content-length": length })
      response.end(body)
    })
  })
  server.keepAliveTimeout = 600_000
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port))
}

const vector = Array.from({ length: 256 }, (_, at) => Math.fround(Math.sin(at)))
const search = { size: 6, query: { knn: { place: { vector, k: 6 } } }, _source: ["id", "title"] }
const get = new GetCommand({ TableName: "t", Key: { id: "1" } })

type Calls = Readonly<Record<"search" | "get item", () => Promise<unknown>>>

/** `folder`: of the package, in this or another revision. */
const ofPackage = async (folder: URL, url: string): Promise<Calls> => {
  // Of both revisions that have what is used here.
  const sources: typeof Sources = await import(new URL("src/index.ts", folder).href)
  const { DynamoDocuments, OpenSearchConnection } = sources
  const environment = { OPENSEARCH_URL: url, OPENSEARCH_INDEX: "things" }
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(OpenSearchConnection.layer, DynamoDocuments.layer).pipe(
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    ),
  )
  const services = await runtime.runPromise(Effect.all([OpenSearchConnection, DynamoDocuments]))
  const [openSearch, { run }] = services
  return {
    search: () => runtime.runPromise(openSearch.search(search, 5_000)),
    "get item": () =>
      runtime.runPromise(
        run("GetItem", 5_000, (client, abortSignal) => client.send(get, { abortSignal })),
      ),
  }
}

const official = (url: string): Calls => {
  const client = new Client({ node: url })
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1 }))
  return {
    search: () => client.search({ index: "things", body: search }),
    "get item": () => documents.send(get),
  }
}

/** Microseconds of processor time per call, and how many failed. */
const measured = async (call: () => Promise<unknown>) => {
  let failures = 0
  let left = calls
  const before = process.cpuUsage()
  const worker = async () => {
    for (; left > 0; left -= 1) await call().catch(() => (failures += 1))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const { system, user } = process.cpuUsage(before)
  return { failures, micros: (system + user) / calls }
}

const measure = async (server: ChildProcess) => {
  const port = await new Promise((resolve) => server.once("message", resolve))
  const url = `http://127.0.0.1:${String(port)}`
  Object.assign(process.env, {
    AWS_REGION: "ap-northeast-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local-secret",
    AWS_ENDPOINT_URL_DYNAMODB: url,
  })
  const [earlier] = process.argv.slice(2)
  const clients: Readonly<Record<string, Calls>> = {
    ...(earlier === undefined
      ? {}
      : { before: await ofPackage(pathToFileURL(`${earlier}/`), url) }),
    "this package": await ofPackage(new URL("../", import.meta.url), url),
    "official clients alone": official(url),
  }
  const seen = new Map<string, Array<Awaited<ReturnType<typeof measured>>>>()
  for (let round = -warmingRounds; round < rounds; round += 1) {
    const order = Object.entries(clients)
    for (const [name, of] of round % 2 === 0 ? order : order.toReversed()) {
      for (const [kind, call] of Object.entries(of)) {
        const result = await measured(call)
        const key = `${kind}, ${name}`
        if (round >= 0) seen.set(key, [...(seen.get(key) ?? []), result])
      }
    }
  }
  for (const [key, results] of seen) {
    const micros = results.map((each) => each.micros).toSorted((a, b) => a - b)
    const [least = 0, most = 0] = [micros[0], micros.at(-1)]
    const median = micros[micros.length >> 1] ?? 0
    const failures = results.reduce((sum, each) => sum + each.failures, 0)
    const range = `${least.toFixed(0)}-${most.toFixed(0)}`
    process.stdout.write(`${key}: ${median.toFixed(0)} (${range}) µs, ${failures} failures\n`)
  }
  process.exit()
}

if (process.send === undefined) {
  const server = fork(import.meta.filename)
  process.once("exit", () => server.kill())
  await measure(server)
} else serve()

import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { createHash } from "node:crypto"
import { createServer, type IncomingHttpHeaders } from "node:http"
import { once } from "node:events"
import { afterAll, beforeAll, expect, it } from "vitest"
import { searchClient, serviceOf } from "../src/SearchClient.ts"

const seen: Array<{ readonly url: string | undefined; readonly headers: IncomingHttpHeaders }> = []
const server = createServer((request, response) => {
  seen.push({ url: request.url, headers: request.headers })
  response.statusCode = 404
  response.end("no such index")
})
let url = ""
beforeAll(async () => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
})
afterAll(() => {
  server.close()
})

const client = new BedrockRuntimeClient({
  region: "ap-northeast-1",
  credentials: { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "token" },
})

it("signs for the service, with the hash of the body that Serverless asks for", async () => {
  const search = await searchClient(url, "aoss", client)
  const body = { size: 1 }
  await expect(search.search({ index: "products", body })).rejects.toMatchObject({
    body: "no such index",
    statusCode: 404,
  })
  await search.close()
  const [{ headers, url: asked } = { headers: {}, url: "" }] = seen.slice(-1)
  expect(asked).toBe("/products/_search")
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/ap-northeast-1\/aoss\/aws4_request, SignedHeaders=.*host.*x-amz-content-sha256/u,
  )
  expect(headers["x-amz-content-sha256"]).toBe(
    createHash("sha256").update(JSON.stringify(body)).digest("hex"),
  )
  expect(headers["x-amz-security-token"]).toBe("token")
})

it("signs nothing where no service asks for it", async () => {
  const search = await searchClient(`${url}/below/`, "none", client)
  await search.indices.getMapping({ index: "products" }, { ignore: [404] })
  await search.close()
  expect(seen.at(-1)?.url).toBe("/below/products/_mapping")
  expect(seen.at(-1)?.headers.authorization).toBeUndefined()
})

it.each([
  ["https://abc.ap-northeast-1.aoss.amazonaws.com", "aoss"],
  ["https://abc.aoss.ap-northeast-1.on.aws", "aoss"],
  ["https://search-abc.ap-northeast-1.es.amazonaws.com", "es"],
  ["http://127.0.0.1:9200", "none"],
  ["https://aoss.amazonaws.com.example.org", "none"],
])("reads the service of %s", (address, service) => {
  expect(serviceOf(address)).toBe(service)
})

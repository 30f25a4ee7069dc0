/** Signatures: our canonical form against the SDK's signer, and refusals as AWS words them. */
import { createHash, createHmac } from "node:crypto"
import { request } from "node:https"
import { ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { SignatureV4 } from "@smithy/signature-v4"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { makeVerifier } from "../src/signing/Signature.ts"
import {
  ask,
  converse,
  credentials,
  haiku,
  region,
  type Running,
  startForTest,
  textOf,
} from "./harness.ts"

class Sha256 {
  readonly #hash
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret)
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.#hash.digest())
  }
  reset() {}
}

const signer = (service = "bedrock") =>
  new SignatureV4({ credentials, region, service, sha256: Sha256 as never })
const verify = makeVerifier({ credentials, region, service: "bedrock" })

const sign = async (options: {
  path: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: string
  at?: Date
  service?: string
}) => {
  const { at = new Date(), body = "", headers = {}, path, query = {} } = options
  const signed = await signer(options.service).sign(
    {
      method: "POST",
      protocol: "https:",
      hostname: "127.0.0.1",
      path,
      query,
      headers: { host: "127.0.0.1:1", ...headers },
      body,
    },
    { signingDate: at },
  )
  const text = Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&")
  return {
    method: "POST",
    target: text === "" ? path : `${path}?${text}`,
    rawHeaders: Object.entries(signed.headers).flat(),
    body: Buffer.from(body),
  }
}

describe("canonical form", () => {
  const segment = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((text) => text !== "." && text !== "..")
  const word = fc.stringMatching(/^[a-z][a-z-]{0,8}[a-z]$/)
  it("agrees with the SDK's signer for any path, query, header and body", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.dictionary(
          fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
          fc.string({ unit: "grapheme", maxLength: 8 }),
          { maxKeys: 3 },
        ),
        fc.dictionary(
          word.map((name) => `x-amz-meta-${name}`),
          fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
          { maxKeys: 3 },
        ),
        fc.string({ unit: "grapheme", maxLength: 200 }),
        async (segments, query, headers, body) => {
          const path = `/${segments.map((part) => encodeURIComponent(part)).join("/")}`
          const request = await sign({ path, query, headers, body })
          expect(() => verify(request)).not.toThrow()
          const changed = { ...request, body: Buffer.concat([request.body, Buffer.from("!")]) }
          expect(() => verify(changed)).toThrow(/signature we calculated/)
          const moved = { ...request, target: `/x${request.target}` }
          expect(() => verify(moved)).toThrow(/signature we calculated/)
        },
      ),
      { numRuns: 200, seed: 11 },
    )
  })

  it("allows five minutes of difference between the clocks, and no more", async () => {
    const at = new Date()
    const request = await sign({ path: "/async-invoke", at })
    const now = Math.floor(at.getTime() / 1_000) * 1_000
    expect(() => verify(request, now + 300_000)).not.toThrow()
    expect(() => verify(request, now + 301_000)).toThrow(/^Signature expired: \d{8}T\d{6}Z is now/)
    expect(() => verify(request, now - 300_000)).not.toThrow()
    expect(() => verify(request, now - 301_000)).toThrow(/^Signature not yet current/)
  })

  it("names a foreign service in the scope", async () => {
    const request = await sign({ path: "/async-invoke", service: "dynamodb" })
    expect(() => verify(request)).toThrow(/correct service: 'bedrock'/)
  })
})

describe("refusals", () => {
  let server: Running
  beforeAll(async () => {
    server = await startForTest()
  })
  afterAll(() => server.stop())

  it.each([
    [
      "a wrong secret",
      { accessKeyId: "local", secretAccessKey: "wrong" },
      "InvalidSignatureException",
    ],
    [
      "an unknown key",
      { accessKeyId: "other", secretAccessKey: "local-secret" },
      "UnrecognizedClientException",
    ],
  ])("%s", async (_, wrong, name) => {
    const client = server.client({ credentials: wrong })
    await expect(client.send(new ConverseStreamCommand(ask("hello")))).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 403 },
    })
  })

  it("tells the SDK the right time, so that its next call passes", async () => {
    const client = server.client({ systemClockOffset: 3_600_000 })
    await expect(converse(client, ask("hello"))).rejects.toThrow(/not yet current/)
    expect(textOf(await converse(client, ask("hello")))).not.toBe("")
  })

  const raw = (
    headers: Record<string, string>,
    path = `/model/${encodeURIComponent(haiku)}/converse`,
    method = "POST",
    body = "{}",
  ) =>
    new Promise<{ status: number; type: unknown; message: string }>((resolve, reject) => {
      const call = request(
        `${server.endpoint}${path}`,
        { method, headers, ca: server.authority },
        (reply) => {
          const parts: Array<Buffer> = []
          reply.on("data", (part: Buffer) => parts.push(part))
          reply.on("end", () => {
            const { message } = JSON.parse(Buffer.concat(parts).toString()) as { message: string }
            resolve({
              status: reply.statusCode ?? 0,
              type: reply.headers["x-amzn-errortype"],
              message,
            })
          })
        },
      )
      call.on("error", reject)
      call.end(method === "GET" ? undefined : body)
    })

  it.each([
    ["no authorization", {}, "MissingAuthenticationTokenException"],
    ["basic authorization", { authorization: "Basic eDp5" }, "MissingAuthenticationTokenException"],
    ["a bearer token", { authorization: "Bearer bedrock-api-key-x" }, "AccessDeniedException"],
    [
      "half a signature",
      {
        authorization:
          "AWS4-HMAC-SHA256 Credential=local/20261124/ap-northeast-1/bedrock/aws4_request",
      },
      "IncompleteSignatureException",
    ],
    ["nonsense", { authorization: "AWS4-HMAC-SHA256 nonsense" }, "IncompleteSignatureException"],
    [
      "a short scope",
      { authorization: "AWS4-HMAC-SHA256 Credential=local/x, SignedHeaders=host, Signature=0" },
      "IncompleteSignatureException",
    ],
    [
      "host left unsigned",
      {
        authorization:
          "AWS4-HMAC-SHA256 Credential=local/20261124/ap-northeast-1/bedrock/aws4_request, SignedHeaders=x-amz-date, Signature=0",
      },
      "InvalidSignatureException",
    ],
  ])("%s", async (_, headers, type) => {
    expect(await raw(headers)).toMatchObject({ status: 403, type })
  })

  it("does not tell an unsigned caller which paths exist", async () => {
    expect(await raw({}, "/nowhere", "GET")).toMatchObject({
      type: "MissingAuthenticationTokenException",
    })
  })
})

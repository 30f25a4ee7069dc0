import { HttpRequest } from "@smithy/core/protocols"
import { SignatureV4 } from "@smithy/signature-v4"
import { type SourceData } from "@smithy/types"
import * as fc from "fast-check"
import { createHash, createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import { encodeSegment, SigV4Signer } from "../src/aws/SigV4.ts"

/** The hash that the SDK's signer asks for, from Node. */
class Sha256 {
  readonly #update: (data: Uint8Array) => unknown
  readonly #digest: () => Buffer
  constructor(secret?: SourceData) {
    const hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac("sha256", typeof secret === "string" ? secret : bytesOf(secret))
    this.#update = (data) => hash.update(data)
    this.#digest = () => hash.digest()
  }
  update(data: Uint8Array): void {
    this.#update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#digest())
  }
  reset(): void {}
}

const bytesOf = (data: Exclude<SourceData, string>): Buffer =>
  ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data)

const token = (maxLength: number) =>
  fc.stringMatching(/^[A-Za-z0-9/+=]{1,60}$/).map((text) => text.slice(0, maxLength))
const modelId = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    ".",
    "..",
    "a/../b",
    "//",
    "arn:aws:bedrock:ap-northeast-1:123456789012:inference-profile/jp.x-v1:0",
    "%2F%20!'()*",
  ),
)
const headers = fc.dictionary(
  fc.stringMatching(/^x-[a-z0-9-]{1,12}$/),
  fc.stringMatching(/^[ -~\t]{0,30}$/),
  { maxKeys: 5 },
)
const time = fc.integer({ min: 0, max: Date.UTC(2100, 0) })
const credentials = fc.record({
  accessKeyId: token(20),
  secretAccessKey: token(60),
  sessionToken: fc.option(token(60), { nil: undefined }),
})

const bySdk = async (
  request: { method: string; path: string; headers: Record<string, string>; body: Uint8Array },
  by: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined },
  region: string,
  at: number,
) => {
  const { sessionToken, ...keys } = by
  const signer = new SignatureV4({
    credentials: sessionToken === undefined ? keys : { ...keys, sessionToken },
    region,
    service: "bedrock",
    sha256: Sha256,
    applyChecksum: false,
  })
  const signed = await signer.sign(new HttpRequest({ ...request, hostname: "h" }), {
    signingDate: new Date(at),
  })
  return signed.headers
}

describe("SigV4Signer", () => {
  it("signs as the SDK does: any model id, body, headers, credentials and time", async () => {
    const signers = new Map<string, SigV4Signer>()
    await fc.assert(
      fc.asyncProperty(
        modelId,
        fc.constantFrom("", "/base", "/a b/"),
        fc.uint8Array({ maxLength: 300 }),
        headers,
        credentials,
        fc.constantFrom("ap-northeast-1", "us-gov-west-1"),
        time,
        async (id, base, body, extra, by, region, at) => {
          // One signer for many credentials and days, so that its kept key is tried as well.
          const signer = signers.get(region) ?? new SigV4Signer({ region, service: "bedrock" })
          signers.set(region, signer)
          const request = {
            method: "POST",
            path: `${base}/model/${encodeSegment(id)}/converse-stream`,
            headers: { host: "h:8443", "content-type": "application/json", ...extra },
            body,
          }
          expect(signer.sign(request, by, at)).toEqual(await bySdk(request, by, region, at))
        },
      ),
      { numRuns: 400 },
    )
  })

  it("uses its kept key for the same day and secret, and no other", async () => {
    const signer = new SigV4Signer({ region: "us-east-1", service: "bedrock" })
    const request = {
      method: "GET",
      path: "/async-invoke",
      headers: { host: "h" },
      body: Buffer.alloc(0),
    }
    const day = Date.UTC(2026, 10, 24, 23, 59, 59)
    for (const at of [day, day, day + 1_000, day]) {
      for (const secretAccessKey of ["one", "one", "two"]) {
        const by = { accessKeyId: "same", secretAccessKey }
        expect(signer.sign(request, by, at)).toEqual(await bySdk(request, by, "us-east-1", at))
      }
    }
  })

  it("encodes a segment so that it decodes to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(encodeSegment(text)).toMatch(/^[A-Za-z0-9._~%-]*$/)
        expect(decodeURIComponent(encodeSegment(text))).toBe(text)
      }),
    )
  })

  it("refuses half a character", () => {
    expect(() => encodeSegment("a\ud800")).toThrow(URIError)
  })
})

import { Effect, Exit, Cause, Layer } from "effect"
import { afterEach, describe, expect, it, vi } from "vitest"
import { bedrockEndpoint } from "../src/bedrock/BedrockEndpoint.ts"
import { BedrockTransport } from "../src/bedrock/BedrockTransport.ts"
import { RefreshedIdentity } from "../src/aws/RefreshedIdentity.ts"
import {
  converse,
  errorOf,
  headerOf,
  outcomeOf,
  refusing,
  replying,
  run,
} from "./bedrockHarness.ts"
import { answer } from "./eventStream.ts"
import { serve } from "./handlerHarness.ts"

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const anHour = 3_600_000

describe("bedrockEndpoint decides as the SDK does", () => {
  const noConfiguration = {
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  }
  const scope = (region: string) => ({ region, service: "bedrock" })

  it.each([
    [
      { AWS_REGION: "ap-northeast-1" },
      "https://bedrock-runtime.ap-northeast-1.amazonaws.com",
      "",
      scope("ap-northeast-1"),
    ],
    [
      { AWS_REGION: "cn-north-1" },
      "https://bedrock-runtime.cn-north-1.amazonaws.com.cn",
      "",
      scope("cn-north-1"),
    ],
    [
      { AWS_REGION: "us-east-1", AWS_USE_FIPS_ENDPOINT: "true" },
      "https://bedrock-runtime-fips.us-east-1.amazonaws.com",
      "",
      scope("us-east-1"),
    ],
    [
      { AWS_REGION: "us-east-1", AWS_USE_DUALSTACK_ENDPOINT: "true" },
      "https://bedrock-runtime.us-east-1.api.aws",
      "",
      scope("us-east-1"),
    ],
    [
      {
        AWS_REGION: "eu-west-1",
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "https://proxy.test:8443/bedrock",
      },
      "https://proxy.test:8443",
      "/bedrock",
      scope("eu-west-1"),
    ],
  ])("%o", async (environment, origin, basePath, authorisation) => {
    for (const [name, value] of Object.entries({ ...noConfiguration, ...environment })) {
      vi.stubEnv(name, value)
    }
    const endpoint = await bedrockEndpoint()
    expect(endpoint.url.origin).toBe(origin)
    expect(endpoint).toMatchObject({ basePath, authorisation })
  })

  it("prefers an API key", async () => {
    vi.stubEnv("AWS_REGION", "us-east-1")
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "an-api-key")
    const { authorisation } = await bedrockEndpoint()
    if (!(authorisation instanceof RefreshedIdentity)) throw new Error("it would sign")
    expect(await authorisation.current()).toMatchObject({ token: "an-api-key" })
  })

  it("fails the layer when the region is missing, and names the variable", async () => {
    for (const [name, value] of Object.entries(noConfiguration)) vi.stubEnv(name, value)
    for (const name of ["AWS_REGION", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"])
      vi.stubEnv(name, undefined)
    const exit = await Effect.runPromiseExit(Effect.scoped(Layer.build(BedrockTransport.layer)))
    expect(String(Exit.isFailure(exit) && Cause.squash(exit.cause))).toContain(
      "AWS_REGION must be set",
    )
  })
})

describe("what is sent", () => {
  it("carries the session token inside the signature", async () => {
    const seen: Array<[string, string]> = []
    const server = await serve((exchange) => {
      seen.push([headerOf(exchange, "x-amz-security-token"), headerOf(exchange, "authorization")])
      replying(answer("a"))(exchange)
    })
    const credentials = () =>
      Promise.resolve({ accessKeyId: "id", secretAccessKey: "secret", sessionToken: "a token" })
    outcomeOf(await run(server, converse(), { credentials }))
    expect(seen[0]?.[0]).toBe("a token")
    expect(seen[0]?.[1]).toMatch(
      /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/ap-northeast-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    )
  })

  it("is an API key instead of a signature, and asks no credentials for it", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "an-api-key")
    const seen: Array<string> = []
    const server = await serve((exchange) => {
      seen.push(headerOf(exchange, "authorization"))
      replying(answer("a"))(exchange)
    })
    const credentials = () => Promise.reject(new Error("asked"))
    outcomeOf(await run(server, converse(), { credentials }))
    expect(seen).toEqual(["Bearer an-api-key"])
  })

  it.each([
    ["", "modelId must name a model"],
    ["..", "modelId must name a model"],
    ["model\ud800", "modelId must hold whole characters"],
  ])("is nothing for the model id %j", async (modelId, detail) => {
    const server = await serve(replying(answer("a")))
    expect(errorOf(await run(server, converse({ modelId })))).toMatchObject({
      reason: "validation",
      detail,
    })
    expect(server.requests).toBe(0)
  })

  it.each([{ firstEventMs: 0 }, { firstEventMs: Number.NaN }, { gapMs: -1 }, { gapMs: 2 ** 31 }])(
    "is nothing with the deadline %o",
    async (deadline) => {
      const server = await serve(replying(answer("a")))
      const error = errorOf(await run(server, converse(deadline)))
      expect(error.reason).toBe("validation")
      expect(error.detail).toContain(Object.keys(deadline)[0])
      expect(server.requests).toBe(0)
    },
  )
})

describe("a clock that is wrong", () => {
  it("is corrected by the server's, once, and stays corrected", async () => {
    const serverTime = () => Date.now() + 2 * anHour
    const dates: Array<number> = []
    const server = await serve((exchange) => {
      const [, y, mo, d, h, mi, s] =
        /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headerOf(exchange, "x-amz-date")) ?? []
      const signedAt = Date.UTC(
        Number(y),
        Number(mo) - 1,
        Number(d),
        Number(h),
        Number(mi),
        Number(s),
      )
      dates.push(signedAt)
      if (Math.abs(signedAt - serverTime()) < 300_000) return replying(answer("a"))(exchange)
      refusing(exchange, 403, "InvalidSignatureException", "Signature expired", {
        date: new Date(serverTime()).toUTCString(),
      })
    })
    const exit = await run(server, Effect.all([converse(), converse(), converse()]))
    expect(Exit.isSuccess(exit)).toBe(true)
    // The first was refused and repeated, the later ones were right at once.
    expect(server.requests).toBe(4)
    expect(dates.slice(1).every((date) => date - (dates[0] ?? 0) > anHour)).toBe(true)
  })

  it("is not to blame when the server's time is ours", async () => {
    const server = await serve((exchange) =>
      refusing(exchange, 403, "InvalidSignatureException", "The signature does not match"),
    )
    expect(errorOf(await run(server, converse()))).toMatchObject({
      reason: "access-denied",
      detail: "InvalidSignatureException: The signature does not match",
    })
    expect(server.requests).toBe(1)
  })

  it("is not corrected by an answer out of a cache, whose time is old", async () => {
    const server = await serve((exchange) =>
      refusing(exchange, 403, "InvalidSignatureException", "no", {
        age: "7200",
        date: new Date(Date.now() - 2 * anHour).toUTCString(),
      }),
    )
    expect(errorOf(await run(server, converse())).reason).toBe("access-denied")
    expect(server.requests).toBe(1)
  })

  it("is corrected only once in a call, however the server's time jumps", async () => {
    const server = await serve((exchange) =>
      refusing(exchange, 403, "RequestTimeTooSkewed", "no", {
        date: new Date(Date.now() + server.requests * anHour).toUTCString(),
      }),
    )
    expect(errorOf(await run(server, converse())).reason).toBe("access-denied")
    expect(server.requests).toBe(2)
  })
})

describe("credentials", () => {
  const expiring = (lifeMs: number) => {
    let asked = 0
    const credentials = () => {
      asked++
      return Promise.resolve({
        accessKeyId: `key-${asked}`,
        secretAccessKey: "secret",
        expiration: new Date(Date.now() + lifeMs),
      })
    }
    return { credentials, asked: () => asked }
  }
  const keyIn = (authorization: string) => /Credential=([^/]+)/.exec(authorization)?.[1] ?? ""

  it("expire in mid-run, and no call fails or waits for new ones", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0) })
    const uptime = performance.now.bind(performance)
    let passedMs = 0
    vi.spyOn(performance, "now").mockImplementation(() => uptime() + passedMs)
    const pass = (ms: number) => {
      passedMs += ms
      vi.setSystemTime(Date.now() + ms)
    }
    const expiresAt = new Map<string, number>()
    const { credentials, asked } = expiring(60_000)
    const server = await serve((exchange) => {
      const key = keyIn(headerOf(exchange, "authorization"))
      if (!expiresAt.has(key)) expiresAt.set(key, Date.now() + 60_000)
      if ((expiresAt.get(key) ?? 0) < Date.now()) {
        return refusing(exchange, 403, "ExpiredTokenException", "expired")
      }
      replying(answer("a"))(exchange)
    })
    const chats = Effect.forEach(Array.from({ length: 200 }), () =>
      Effect.andThen(
        converse(),
        Effect.sync(() => pass(5_000)),
      ),
    )
    expect(await run(server, chats, { credentials })).toMatchObject({ _tag: "Success" })
    // Renewed after two thirds of a minute: 1,000 s in steps of 5 s.
    expect(asked()).toBe(1_000 / 40)
    expect(server.requests).toBe(200)
  })

  it("refused as expired are renewed once for all calls, which are repeated", async () => {
    const { credentials, asked } = expiring(anHour)
    const server = await serve((exchange) => {
      if (keyIn(headerOf(exchange, "authorization")) !== "key-1")
        return replying(answer("a"))(exchange)
      refusing(exchange, 403, "ExpiredTokenException", "expired")
    })
    const calls = Effect.all(
      Array.from({ length: 20 }, () => converse()),
      { concurrency: "unbounded" },
    )
    expect(await run(server, calls, { credentials })).toMatchObject({ _tag: "Success" })
    expect(asked()).toBe(2)
    expect(server.requests).toBe(40)
  })

  it("that cannot be renewed are access-denied, after one request", async () => {
    const server = await serve((exchange) =>
      refusing(exchange, 403, "ExpiredTokenException", "expired"),
    )
    const same = { accessKeyId: "a", secretAccessKey: "b" }
    const exit = await run(server, converse(), { credentials: () => Promise.resolve(same) })
    expect(errorOf(exit)).toMatchObject({ reason: "access-denied", retryable: false })
    expect(server.requests).toBe(1)
  })

  it("that are still refused after renewal are not renewed again", async () => {
    const { credentials, asked } = expiring(anHour)
    const server = await serve((exchange) =>
      refusing(exchange, 403, "ExpiredTokenException", "expired"),
    )
    expect(errorOf(await run(server, converse(), { credentials })).reason).toBe("access-denied")
    expect([asked(), server.requests]).toEqual([2, 2])
  })

  it("that are missing are access-denied, and warming fails the same way", async () => {
    const server = await serve(replying(answer("a")))
    const credentials = () => {
      const error = new Error("Could not load credentials from any providers")
      error.name = "CredentialsProviderError"
      return Promise.reject(error)
    }
    const warming = Effect.flatMap(BedrockTransport, ({ warm }) => warm())
    for (const effect of [Effect.asVoid(converse()), Effect.asVoid(warming)]) {
      expect(errorOf(await run(server, effect, { credentials }))).toMatchObject({
        reason: "access-denied",
        detail:
          "no credentials: CredentialsProviderError: Could not load credentials from any providers",
      })
    }
    expect(server.requests).toBe(0)
  })

  it("that never come end at the first deadline", async () => {
    const server = await serve(replying(answer("a")))
    const credentials = () => new Promise<never>(() => {})
    const exit = await run(server, converse({ firstEventMs: 30 }), { credentials })
    expect(errorOf(exit).reason).toBe("first-token-timeout")
  })
})

describe("a refusal", () => {
  it.each<[string, Record<string, string>, string, object]>([
    [
      "names its type in the header",
      { "x-amzn-errortype": "ThrottlingException:http://x/" },
      "{}",
      { reason: "throttled" },
    ],
    [
      "names its type in the body",
      {},
      '{"__type":"com.amazon.coral#ValidationException","Message":"no"}',
      { reason: "validation", detail: "ValidationException: no" },
    ],
    [
      "says when to come back",
      { "retry-after": "2" },
      "",
      { reason: "unavailable", retryAfterMs: 2_000 },
    ],
    ["is a page", { "content-type": "text/html" }, "<html>", { detail: "status 503: <html>" }],
  ])("%s", async (_, headers, body, expected) => {
    const server = await serve(({ response }) => {
      response.writeHead(503, headers).end(body)
    })
    expect(errorOf(await run(server, converse()))).toMatchObject(expected)
  })

  it("asks to wait until a date", async () => {
    const server = await serve((exchange) =>
      refusing(exchange, 429, "ThrottlingException", "slow", {
        "retry-after": new Date(Date.now() + 10_000).toUTCString(),
      }),
    )
    const { retryAfterMs } = errorOf(await run(server, converse()))
    expect(retryAfterMs).toBeGreaterThan(5_000)
    expect(retryAfterMs).toBeLessThanOrEqual(10_000)
  })

  it("whose body never ends, or is cut, is told by its head", async () => {
    const server = await serve(({ response }) => {
      response.writeHead(429, { "x-amzn-errortype": "ThrottlingException" })
      response.write("x".repeat(100_000))
    })
    const cut = await serve(({ response, socket }) => {
      response.writeHead(429, { "x-amzn-errortype": "ThrottlingException" })
      response.write("{", () => socket.end())
    })
    for (const each of [server, cut]) {
      const error = errorOf(await run(each, converse()))
      expect(error.reason).toBe("throttled")
      expect(error.detail.length).toBeLessThan(1_100)
    }
  })
})

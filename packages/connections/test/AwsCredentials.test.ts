import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb"
import { type AwsCredentialIdentity } from "@smithy/types"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { sharedCredentials } from "../src/aws/AwsCredentials.ts"

const lifeMs = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["Date", "performance", "setTimeout", "clearTimeout"],
    now: 1_000_000_000_000,
  })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Hands out a new key each time, as the container's endpoint does; fails while `broken`. */
const source = (lifetimeMs = lifeMs) => {
  const state = { asked: 0, forced: 0, broken: false }
  const provider = (options?: { forceRefresh?: boolean }): Promise<AwsCredentialIdentity> => {
    state.asked++
    if (options?.forceRefresh === true) state.forced++
    if (state.broken) return Promise.reject(new Error("no metadata endpoint"))
    return Promise.resolve({
      accessKeyId: `key-${state.asked}`,
      secretAccessKey: "secret",
      expiration: new Date(Date.now() + lifetimeMs),
    })
  }
  return { state, provider }
}

const keyOf = async (provider: () => Promise<AwsCredentialIdentity>) =>
  (await provider()).accessKeyId

describe("sharedCredentials", () => {
  it("asks once for any number of callers, and answers at once afterwards", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    const keys = await Promise.all(Array.from({ length: 100 }, () => keyOf(shared)))
    expect(new Set(keys)).toEqual(new Set(["key-1"]))
    expect(state.asked).toBe(1)
    expect(shared.identity.current()).toMatchObject({ accessKeyId: "key-1" })
  })

  it("renews in the background, so that nobody waits or holds expired ones for days", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    await shared()
    for (let minute = 0; minute < 2 * 24 * 60; minute++) {
      await vi.advanceTimersByTimeAsync(60_000)
      // A promise here would be a caller who waits.
      const held = shared.identity.current()
      expect(held).not.toBeInstanceOf(Promise)
      expect((held as AwsCredentialIdentity).expiration?.getTime()).toBeGreaterThan(Date.now())
    }
    // 55 minutes of each hour are used.
    expect(state.asked).toBe(1 + Math.floor((48 * 60) / 55))
    expect(state.forced).toBe(state.asked - 1)
  })

  it("goes on with the old ones while renewing fails, and recovers", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    await shared()
    state.broken = true
    await vi.advanceTimersByTimeAsync(lifeMs - 60_000)
    expect(state.asked).toBeGreaterThan(5)
    expect(await keyOf(shared)).toBe("key-1")
    state.broken = false
    await vi.advanceTimersByTimeAsync(31_000)
    expect(shared.identity.current()).toMatchObject({ accessKeyId: `key-${state.asked}` })
  })

  it("rejects with the source's error once they have expired, and asks again for the next caller", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    await shared()
    state.broken = true
    await vi.advanceTimersByTimeAsync(lifeMs + 1)
    await expect(shared()).rejects.toThrow("no metadata endpoint")
    state.broken = false
    expect(await keyOf(shared)).toBe(`key-${state.asked}`)
  })

  it("keeps a first failure from sticking", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    state.broken = true
    await expect(shared()).rejects.toThrow("no metadata endpoint")
    state.broken = false
    expect(await keyOf(shared)).toBe("key-2")
  })

  it("renews once for all whose credentials the service refused", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    const used = await shared()
    const renewed = await Promise.all(
      Array.from({ length: 50 }, async () => shared.identity.renewed(used)),
    )
    expect(new Set(renewed.map((each) => each.accessKeyId))).toEqual(new Set(["key-2"]))
    expect(await shared.identity.renewed(used)).toMatchObject({ accessKeyId: "key-2" })
    expect(state.asked).toBe(2)
  })

  it("does not flood a source whose credentials are expired by our clock", async () => {
    const { state, provider } = source(-1_000)
    const shared = sharedCredentials(provider)
    for (let call = 0; call < 100; call++) await shared()
    expect(state.asked).toBe(1)
  })

  it("asks again when the source never answers", async () => {
    const { provider } = source()
    let hang = true
    const shared = sharedCredentials((options) =>
      hang ? new Promise<AwsCredentialIdentity>(() => {}) : provider(options),
    )
    void shared()
    await vi.advanceTimersByTimeAsync(10_000)
    void shared()
    hang = false
    await vi.advanceTimersByTimeAsync(10_001)
    expect(await keyOf(shared)).toBe("key-1")
  })

  it("renews in time, and asks a silent source again, while the clock is set back", async () => {
    const { state, provider } = source()
    let hang = false
    const shared = sharedCredentials((options) =>
      hang ? new Promise<AwsCredentialIdentity>(() => {}) : provider(options),
    )
    await shared()
    vi.setSystemTime(Date.now() - 3_600_000)
    await vi.advanceTimersByTimeAsync(lifeMs - 240_000)
    expect(state.asked).toBe(2)
    hang = true
    await vi.advanceTimersByTimeAsync(2 * lifeMs - 30_000)
    void shared()
    hang = false
    vi.setSystemTime(Date.now() - 3_600_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await keyOf(shared)).toBe(`key-${state.asked}`)
    expect(state.asked).toBeGreaterThan(2)
  })

  it("never renews what does not expire, and leaves no timer", async () => {
    const asked = vi.fn(() => Promise.resolve({ accessKeyId: "a", secretAccessKey: "b" }))
    const shared = sharedCredentials(asked)
    await shared()
    await vi.advanceTimersByTimeAsync(30 * 24 * lifeMs)
    await shared()
    expect(asked).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it("has no timer after stop", async () => {
    const shared = sharedCredentials(source().provider)
    await shared()
    expect(vi.getTimerCount()).toBe(1)
    shared.identity.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it("wraps a provider once", () => {
    const shared = sharedCredentials(source().provider)
    expect(sharedCredentials(shared)).toBe(shared)
  })

  it("is what the SDK's clients sign with, without a copy of their own", async () => {
    const { state, provider } = source()
    const shared = sharedCredentials(provider)
    const used: Array<string> = []
    const client = new DynamoDBClient({
      credentials: shared,
      region: "us-east-1",
      requestHandler: {
        handle: (request: { headers: Record<string, string> }) => {
          used.push(/Credential=([^/]+)/.exec(request.headers["authorization"] ?? "")?.[1] ?? "")
          return Promise.reject(new Error("enough"))
        },
      },
      maxAttempts: 1,
    })
    const send = () => client.send(new ListTablesCommand({})).catch(() => {})
    await send()
    await vi.advanceTimersByTimeAsync(lifeMs - 250_000)
    await send()
    expect(used).toEqual(["key-1", "key-2"])
    expect(state.asked).toBe(2)
  })
})

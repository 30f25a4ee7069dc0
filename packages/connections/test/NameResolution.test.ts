import { describe, expect, it, onTestFinished, vi } from "vitest"
import { hostsIn } from "../src/dns/HostsFile.ts"
import { type NameSources, resolveName } from "../src/dns/NameResolution.ts"

const record = (address: string, ttl: number) => ({ address, ttl })
const fails = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const hangs = () => new Promise<never>(() => {})

const sources = (given: Partial<NameSources>): NameSources => ({
  hosts: () => Promise.resolve([]),
  four: fails("ENODATA"),
  six: fails("ENODATA"),
  system: fails("ENOTFOUND"),
  ...given,
})

const four = () => Promise.resolve([record("10.0.0.1", 300), record("10.0.0.2", 70)])
const six = () => Promise.resolve([record("fd00::1", 90)])

describe("resolveName", () => {
  it("joins both families and keeps the shortest time to live", async () => {
    expect(await resolveName("a.example", sources({ four, six }))).toEqual({
      addresses: [
        { address: "10.0.0.1", family: 4 },
        { address: "10.0.0.2", family: 4 },
        { address: "fd00::1", family: 6 },
      ],
      ttl: 70,
    })
  })

  it.each(["ENODATA", "ESERVFAIL", "ENOENT"])("%s of one family leaves the other", async (code) => {
    const one = await resolveName("a.example", sources({ four, six: fails(code) }))
    expect(one.addresses).toHaveLength(2)
    const other = await resolveName("a.example", sources({ four: fails(code), six }))
    expect(other.addresses).toHaveLength(1)
  })

  it("waits a moment only for a family that never answers", async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const answer = resolveName("a.example", sources({ four, six: hangs }))
    await vi.advanceTimersByTimeAsync(50)
    expect((await answer).addresses).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it("gives up after 4 s when nothing answers", async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const failed = resolveName("a.example", sources({ four: hangs, six: hangs })).catch(
      (error: unknown) => error,
    )
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await failed).toMatchObject({ code: "ETIMEOUT" })
  })

  it("asks the hosts file first", async () => {
    const hosts = () => Promise.resolve([{ address: "127.0.0.9", family: 4 }])
    expect(await resolveName("a.example", sources({ hosts, four: hangs }))).toEqual({
      addresses: [{ address: "127.0.0.9", family: 4 }],
      ttl: undefined,
    })
  })

  it.each(["localhost", "api.localhost", "redis"])("leaves %s to the system", async (name) => {
    const system = () => Promise.resolve([{ address: "10.9.9.9", family: 4 }])
    const answer = await resolveName(name, sources({ four: hangs, six: hangs, system }))
    expect(answer.addresses[0]?.address).toBe("10.9.9.9")
  })

  it("leaves what DNS does not know to the system, which has search domains", async () => {
    const system = () => Promise.resolve([{ address: "10.9.9.9", family: 4 }])
    const answer = await resolveName("chat.prod", sources({ system }))
    expect(answer).toEqual({ addresses: [{ address: "10.9.9.9", family: 4 }], ttl: undefined })
    await expect(resolveName("chat.prod", sources({}))).rejects.toMatchObject({ code: "ENOTFOUND" })
  })
})

describe("hostsIn", () => {
  it("reads addresses, aliases, comments and any spacing", () => {
    const text = [
      "# 10.0.0.1 a.example",
      "127.0.0.1\tlocalhost",
      "  10.0.0.2   A.Example alias # a.example",
      "fd00::2 a.example",
      "nonsense a.example",
      "10.0.0.3 b.example\r",
    ].join("\n")
    expect(hostsIn(text, "a.example")).toEqual([
      { address: "10.0.0.2", family: 4 },
      { address: "fd00::2", family: 6 },
    ])
    expect(hostsIn(text, "alias")).toHaveLength(1)
    expect(hostsIn(text, "b.example")).toHaveLength(1)
    expect(hostsIn(text, "example")).toEqual([])
  })
})

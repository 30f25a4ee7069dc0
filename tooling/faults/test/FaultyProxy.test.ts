import { once } from "node:events"
import { createServer, type IncomingMessage, request } from "node:http"
import { type AddressInfo } from "node:net"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { FaultyProxy } from "../src/FaultyProxy.ts"

const text = "an answer of some length ".repeat(20)
const server = createServer((_, response) => response.end(text))
let proxy: FaultyProxy

beforeAll(async () => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  proxy = await FaultyProxy.open((server.address() as AddressInfo).port)
})
afterEach(() => proxy.set("pass"))
afterAll(async () => {
  await proxy.close()
  server.closeAllConnections()
  server.close()
  await once(server, "close")
})

/** On a connection of its own. */
const ask = async () => {
  const asked = request({ port: proxy.port, host: "127.0.0.1", agent: false })
  asked.end()
  const [response] = (await once(asked, "response")) as [IncomingMessage]
  let body = ""
  for await (const piece of response) body += String(piece)
  asked.destroy()
  return { body, date: Date.parse(String(response.headers.date)) }
}

describe("the proxy", () => {
  it("passes on", async () => {
    expect((await ask()).body).toBe(text)
  })

  it.each([
    ["refused", "ECONNREFUSED"],
    ["reset", "ECONNRESET"],
    ["garbage", "HPE_INVALID_CONSTANT"],
  ] as const)("can be %s, and heals", async (mode, code) => {
    await proxy.set(mode)
    await expect(ask()).rejects.toMatchObject({ code })
    await proxy.set("pass")
    expect((await ask()).body).toBe(text)
  })

  it("ends in the midst of an answer", async () => {
    await proxy.set("half-close")
    await expect(ask()).rejects.toThrow()
  })

  it("holds what is under way while it is silent", async () => {
    await proxy.set("black-hole")
    let isAnswered = false
    const asked = ask().then(({ body }) => {
      isAnswered = true
      return body
    })
    await new Promise((resume) => setTimeout(resume, 100))
    expect(isAnswered).toBe(false)
    await proxy.set("pass")
    expect(await asked).toBe(text)
  })

  it("dates answers an hour ahead", async () => {
    await proxy.set("skew")
    const { body, date } = await ask()
    expect(body).toBe(text)
    expect(date - Date.now()).toBeGreaterThan(3_500_000)
  })

  it("comes back by itself after a restart", async () => {
    await proxy.set("restart")
    await expect(ask()).rejects.toMatchObject({ code: "ECONNREFUSED" })
    const again = () =>
      ask().then(
        ({ body }) => body,
        () => "",
      )
    await expect.poll(again).toBe(text)
  })

  it("is refused and well in turn", async () => {
    await proxy.set("flapping")
    const tried = () =>
      ask().then(
        () => "well",
        () => "refused",
      )
    await expect.poll(tried).toBe("well")
    await expect.poll(tried).toBe("refused")
  })

  it("leads elsewhere, and ends what led to the first", async () => {
    const other = createServer((_, response) => response.end("other"))
    other.listen(0, "127.0.0.1")
    await once(other, "listening")
    proxy.turnTo((other.address() as AddressInfo).port)
    expect((await ask()).body).toBe("other")
    proxy.turnTo((server.address() as AddressInfo).port)
    expect((await ask()).body).toBe(text)
    other.closeAllConnections()
    other.close()
    await once(other, "close")
  })
})

import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type AddressInfo } from "node:net"
import { gzipSync, brotliCompressSync } from "node:zlib"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { type PooledFetch, pooledFetch, type PooledFetchOptions } from "../src/http/PooledFetch.ts"
import { BlackHoleProxy } from "./BlackHoleProxy.ts"
import { cert } from "./certificate.ts"
import { failureOf, onCleanup, serve, serveRaw } from "./handlerHarness.ts"
import { type Exchange } from "./TestServer.ts"

/** Patient, where a test says nothing else: a busy machine connects slowly. */
const fetchWith = (options: PooledFetchOptions = {}): PooledFetch => {
  const fetch = pooledFetch({ ca: cert, connectMs: 60_000, ...options })
  onCleanup(() => fetch.close())
  return fetch
}

const echo = ({ body, path, response }: Exchange) => {
  response.setHeader("content-type", "application/json")
  const { headers, method } = response.req
  response.end(JSON.stringify({ method, path, headers, body: body.toString() }))
}

/** What `echo` saw. */
const seenIn = async (response: Response): Promise<Record<string, unknown>> =>
  JSON.parse(await response.text())

const idle = (fetch: PooledFetch) =>
  expect.poll(() => fetch.stats()).toMatchObject({ streams: 0, queued: 0 })

describe("requests", () => {
  it("leave as they were given: path and query, method, headers, body", async () => {
    const server = await serve(echo)
    const fetch = fetchWith()
    const url = `${server.origin}/model/a%3Ab%2Fc/x?b=2&a=1&a=%20`
    const response = await fetch(url, {
      method: "POST",
      headers: { "X-One": "1", "content-type": "application/json" },
      body: '{"text":"猫"}',
    })
    expect(response).toMatchObject({ status: 200, ok: true, url, redirected: false })
    const { headers, ...seen } = await seenIn(response)
    expect(seen).toEqual({
      method: "POST",
      path: "/model/a%3Ab%2Fc/x?b=2&a=1&a=%20",
      body: '{"text":"猫"}',
    })
    expect(headers).toMatchObject({
      ":authority": `127.0.0.1:${server.port}`,
      "x-one": "1",
      "content-type": "application/json",
      "content-length": "14",
    })
  })

  it.each<[string, () => NonNullable<RequestInit["body"]>, RegExp]>([
    ["bytes", () => new TextEncoder().encode("bytes"), /^bytes$/],
    ["a part of a buffer", () => Buffer.from("no bytes no").subarray(3, 8), /^bytes$/],
    ["an ArrayBuffer", () => new TextEncoder().encode("bytes").buffer, /^bytes$/],
    ["URLSearchParams", () => new URLSearchParams({ a: "1 2" }), /^a=1\+2$/],
    ["a Blob", () => new Blob(["blob"]), /^blob$/],
    ["a form", () => formOf({ field: "value" }), /name="field"\r\n\r\nvalue/],
  ])("carry %s", async (_, body, expected) => {
    const server = await serve(echo)
    const response = await fetchWith()(server.origin, { method: "POST", body: body() })
    expect((await seenIn(response)).body).toMatch(expected)
  })

  it("may be a Request, whose signal counts", async () => {
    const server = await serve(({ path, response }) => void (path === "/" && response.end("ok")))
    const fetch = fetchWith()
    expect(await (await fetch(new Request(server.origin))).text()).toBe("ok")
    const stop = new AbortController()
    const waiting = failureOf(fetch(new Request(`${server.origin}/hang`, { signal: stop.signal })))
    await server.until(() => server.requests === 2)
    stop.abort(new Error("enough"))
    expect(await waiting).toMatchObject({ message: "enough" })
  })

  it("stream a body as it comes, and read the answer meanwhile", async () => {
    let put: ((text: string) => void) | undefined
    let end = () => {}
    let headed = false
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        put = (text) => controller.enqueue(new TextEncoder().encode(text))
        end = () => controller.close()
      },
    })
    const server = await serveRaw({
      onData: (connection, stream, bytes, last) => {
        if (!headed) connection.respond(stream)
        headed = true
        connection.data(stream, bytes, last)
      },
    })
    put?.("one")
    const response = await fetchWith()(server.origin, { method: "POST", body, duplex: "half" })
    const reader = response.body!.getReader()
    const next = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await next()).toBe("one")
    put?.("two")
    expect(await next()).toBe("two")
    end()
    expect((await reader.read()).done).toBe(true)
  })

  it("fail with what a body's source failed with", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("disk")) })
    const failure = await failureOf(
      fetchWith()(server.origin, { method: "POST", body, duplex: "half" }),
    )
    expect(failure).toMatchObject({ message: "fetch failed", cause: { message: "disk" } })
  })

  it("refuse what is no HTTP", async () => {
    const fetch = fetchWith()
    expect(await failureOf(fetch("data:text/plain,a"))).toBeInstanceOf(TypeError)
    expect(await failureOf(fetch("no url"))).toBeInstanceOf(TypeError)
    expect(() => pooledFetch({ headersMs: 0 })).toThrow(/headersMs/)
  })
})

describe("connections", () => {
  it("carry 300 streams, 50 at once, over at most 2", async () => {
    const server = await serve(({ response }) => response.end("ok"))
    const fetch = fetchWith()
    let left = 300
    const caller = async () => {
      while (left-- > 0) expect(await (await fetch(server.origin)).text()).toBe("ok")
    }
    await Promise.all(Array.from({ length: 50 }, caller))
    expect(server.connections).toBeLessThanOrEqual(2)
    expect(fetch.stats()).toMatchObject({ requests: 300, failed: 0, cut: 0, aborted: 0 })
  })

  it("carry 300 streams at once over at most 6, at most 64 on each", async () => {
    const held: Array<Exchange> = []
    const server = await serve((exchange) => void held.push(exchange))
    const fetch = fetchWith()
    const all = Array.from({ length: 300 }, async () => (await fetch(server.origin)).text())
    await server.until(() => held.length === 300)
    expect(server.connections).toBeLessThanOrEqual(6)
    const counts = server.sessions.map((each) => held.filter((h) => h.session === each).length)
    expect(Math.max(...counts)).toBeLessThanOrEqual(64)
    for (const { response } of held) response.end("ok")
    expect(new Set(await Promise.all(all))).toEqual(new Set(["ok"]))
  })

  it("that fail before an answer are left for another, unless the body is a stream", async () => {
    let refused = 0
    const server = await serveRaw({
      onRequest: (connection, stream) => {
        if (refused++ % 2 === 0) return connection.reset(stream, 7)
        connection.respond(stream)
        connection.data(stream, "ok", true)
      },
    })
    const fetch = fetchWith()
    const post = (body: RequestInit["body"]) =>
      fetch(server.origin, { method: "POST", body: body ?? null, duplex: "half" })
    expect(await (await post("text")).text()).toBe("ok")
    expect(fetch.stats()).toMatchObject({ moved: 1 })
    expect(await failureOf(post(new Blob(["stream"]).stream()))).toMatchObject({
      message: "fetch failed",
      cause: { reason: "session-lost" },
    })
  })

  it("that cannot be had fail as Node's fetch does, with the reason as cause", async () => {
    const server = await serve(echo)
    const { origin } = server
    await server.close()
    const failure = await failureOf(fetchWith()(origin))
    expect(failure).toBeInstanceOf(TypeError)
    expect(failure).toMatchObject({
      message: "fetch failed",
      cause: { reason: "connect-failed", code: "ECONNREFUSED" },
    })
  })

  it("that swallow everything are told, to open answers and new calls", async () => {
    const server = await serve(({ path, response }) => {
      if (path === "/half") response.write("half")
    })
    const proxy = await BlackHoleProxy.start(server.port)
    const origin = `https://127.0.0.1:${proxy.port}`
    const fetch = fetchWith({ quietMs: 40, pingTimeoutMs: 60, connectMs: 300 })
    const open = await Promise.all(Array.from({ length: 20 }, () => fetch(`${origin}/half`)))
    const cut = open.map((response) => failureOf(response.text()))
    const unanswered = Array.from({ length: 20 }, () => failureOf(fetch(`${origin}/hang`)))
    await server.until(() => server.open === 40)
    proxy.swallow()
    for (const failure of await Promise.all(cut)) {
      expect(failure).toMatchObject({ message: "terminated", cause: { reason: "body-cut" } })
    }
    for (const failure of [...(await Promise.all(unanswered)), await failureOf(fetch(origin))]) {
      expect(failure).toMatchObject({
        message: "fetch failed",
        cause: { reason: "connect-timeout", name: "TimeoutError" },
      })
    }
    expect(fetch.stats()).toMatchObject({ requests: 41, failed: 21, cut: 20, evictions: 1 })
  })

  it("end when it is closed, also by `await using`", async () => {
    const server = await serve(({ response }) => response.write("half"))
    let cut
    {
      await using fetch = fetchWith()
      cut = failureOf((await fetch(server.origin)).text())
    }
    expect(await cut).toMatchObject({ message: "terminated" })
    const closed = fetchWith()
    await closed.close()
    expect(await failureOf(closed(server.origin))).toMatchObject({ cause: { reason: "destroyed" } })
  })
})

describe.each([
  ["h2", "both"],
  ["HTTP/1.1", "h1"],
] as const)("answers over %s", (_, protocols) => {
  const started = async (handle: (exchange: Exchange) => void, options?: PooledFetchOptions) => {
    const server = await serve(handle, { protocols })
    return { server, fetch: fetchWith(options) }
  }

  it("that break off are errors, never short", async () => {
    const { fetch, server } = await started(({ response }) => response.write("half"))
    const response = await fetch(server.origin)
    const reader = response.body!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("half")
    for (const socket of server.sockets) socket.destroy()
    const failure = await failureOf(reader.read())
    expect(failure).toBeInstanceOf(TypeError)
    expect(failure).toMatchObject({ message: "terminated", cause: { reason: "body-cut" } })
    expect(fetch.stats()).toMatchObject({ cut: 1, failed: 0 })
  })

  it("end with the signal's reason before and after their head", async () => {
    const { fetch, server } = await started(
      ({ path, response }) => void (path === "/half" && response.write("half")),
    )
    const tooLate = new AbortController()
    const late = failureOf(fetch(server.origin, { signal: tooLate.signal }))
    await server.until(() => server.requests === 1)
    tooLate.abort(new DOMException("too late", "TimeoutError"))
    const stop = new AbortController()
    const half = await fetch(`${server.origin}/half`, { signal: stop.signal })
    const reading = failureOf(half.text())
    stop.abort()
    expect(await reading).toBe(stop.signal.reason)
    expect(await late).toMatchObject({ name: "TimeoutError" })
    const never = fetch(server.origin, { signal: AbortSignal.abort("no") })
    await expect(never).rejects.toBe("no")
    await server.until(() => server.cancelled === 2)
    expect(fetch.stats()).toMatchObject({ aborted: 3, failed: 0, cut: 0 })
  })

  it("are stopped upstream when their reader leaves", async () => {
    const { fetch, server } = await started(({ response }) => response.write("half"))
    const response = await fetch(server.origin)
    await response.body!.cancel()
    await server.until(() => server.cancelled === 1)
    await idle(fetch)
    expect(fetch.stats()).toMatchObject({ aborted: 0, cut: 0 })
  })

  it("must begin within headersMs, and may then take their time", async () => {
    const { fetch, server } = await started(
      ({ path, response }) => {
        if (path !== "/slow") return
        response.write("a")
        setTimeout(() => response.end("b"), 1_200)
      },
      { headersMs: 1_000 },
    )
    const late = await failureOf(fetch(server.origin))
    expect(late).toMatchObject({ message: "fetch failed", cause: { reason: "idle-timeout" } })
    await server.until(() => server.cancelled === 1)
    expect(await (await fetch(`${server.origin}/slow`)).text()).toBe("ab")
  })

  it("without a body have none", async () => {
    const { fetch, server } = await started(({ path, response }) => {
      response.statusCode = Number(path.slice(1)) || 200
      response.end()
    })
    for (const status of [204, 304]) {
      const response = await fetch(`${server.origin}/${status}`)
      expect([response.status, response.body]).toEqual([status, null])
    }
    const head = await fetch(server.origin, { method: "HEAD" })
    expect([head.status, head.body]).toEqual([200, null])
    await idle(fetch)
  })

  it("wait for a slow reader", async () => {
    const chunk = Buffer.alloc(64 * 1024)
    let sent = 0
    const { fetch, server } = await started(({ response }) => {
      const more = () => {
        while (sent < 1_000) {
          sent++
          if (!response.write(chunk)) return void response.once("drain", more)
        }
        response.end()
      }
      more()
    })
    const response = await fetch(server.origin)
    let before = -1
    while (before !== sent) {
      before = sent
      await sleep(100)
    }
    expect(sent).toBeLessThan(500)
    expect((await response.arrayBuffer()).byteLength).toBe(1_000 * chunk.length)
  })

  it("are unpacked as they come, and an end that is missing is an error", async () => {
    const whole = Array.from({ length: 1_000 }, (_, at) => at * at).join(" ")
    const packed = { gzip: gzipSync(whole), br: brotliCompressSync(whole) }
    const { fetch, server } = await started(({ path, response }) => {
      const [, coding = "", part] = path.split("/")
      response.setHeader("content-encoding", coding)
      const bytes = coding === "br" ? packed.br : packed.gzip
      response.end(part === "part" ? bytes.subarray(0, 200) : bytes)
    })
    for (const coding of ["gzip", "br"]) {
      expect(await (await fetch(`${server.origin}/${coding}`)).text()).toBe(whole)
      const part = await fetch(`${server.origin}/${coding}/part`)
      expect(await failureOf(part.text())).toMatchObject({ message: "terminated" })
    }
    const unknown = await fetch(`${server.origin}/own`)
    expect(Buffer.from(await unknown.arrayBuffer())).toEqual(packed.gzip)
  })
})

/** Two plain servers, so that a redirect may lead to another origin; the same asked of Node's own fetch. */
describe("as Node's fetch", () => {
  const started = async () => {
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      const [, status, ...rest] = (request.url ?? "").split("?", 1)[0]!.split("/")
      if (status === "echo") {
        const { authorization, "content-type": type } = request.headers
        const chunks: Array<Buffer> = []
        request.on("data", (chunk: Buffer) => chunks.push(chunk))
        request.on("end", () => {
          const body = Buffer.concat(chunks).toString()
          response.end(JSON.stringify([request.method, authorization, type, body]))
        })
        return
      }
      response.writeHead(Number(status), { location: decodeURIComponent(rest.join("/")) })
      response.end("moved")
    }
    const open = async () => {
      const server = createServer(handle)
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      onCleanup(() => server.closeAllConnections())
      onCleanup(() => server.close())
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    }
    return { here: await open(), there: await open() }
  }
  const outcome = (fetch: typeof globalThis.fetch, ...[url, init]: Parameters<typeof fetch>) =>
    fetch(url, init).then(
      async (response) => [
        response.status,
        response.redirected,
        response.url,
        await response.text(),
      ],
      (error) => [error.constructor.name, error.message],
    )

  it("follows redirects, or does not", async () => {
    const { here, there } = await started()
    const fetch = fetchWith()
    const headers = { authorization: "secret", "content-type": "text/plain" }
    const post = { method: "POST", body: "body", headers } satisfies RequestInit
    const asked: Array<[string, RequestInit]> = []
    for (const status of [301, 302, 303, 307, 308]) {
      for (const target of ["/echo", `${there}/echo`]) {
        const url = `${here}/${status}/${encodeURIComponent(target)}`
        asked.push([url, post], [url, { headers }], [url, { ...post, method: "PUT" }])
      }
    }
    asked.push(
      [`${here}/307/echo`, { redirect: "manual" }],
      [`${here}/307/echo`, { redirect: "error" }],
      [`${here}/302/${encodeURIComponent("ftp://127.0.0.1/")}`, {}],
      [`${here}/302/302`, {}],
      [`${here}/300/echo`, {}],
      [`${here}/307/${encodeURIComponent(`${there}/echo?a=1#part`)}`, {}],
    )
    for (const [url, init] of asked) {
      expect([url, init, ...(await outcome(fetch, url, init))]).toEqual([
        url,
        init,
        ...(await outcome(globalThis.fetch, url, init)),
      ])
    }
  })
})

const formOf = (fields: Record<string, string>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

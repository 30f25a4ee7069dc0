/** What cannot be reached is told by its reason. */
import { loopbackCertificate, loopbackKey } from "@manga-assist/real-servers"
import { createServer, type Server } from "node:http"
import { createServer as createSecureServer } from "node:https"
import type { AddressInfo } from "node:net"
import { afterEach, expect, it } from "vitest"
import { card, lookingTurn, scriptedServer } from "../../../packages/client/test/scriptedServer.ts"
import { failureOf } from "../src/Answer.ts"
import { ask } from "../src/Ask.ts"
import { parseOptions } from "../src/Options.ts"

const servers: Array<Server> = []

const listening = async (server: Server): Promise<number> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const target = (url: string) => ({
  url: new URL(url),
  token: "secret-token",
  user: undefined,
  session: undefined,
})

it("a certificate that is not trusted or of another name", async () => {
  const port = await listening(
    createSecureServer({ key: loopbackKey, cert: loopbackCertificate }, () => {}),
  )
  const { failure } = await ask(target(`https://127.0.0.1:${port}`), "hello")
  expect(failure?.kind).toBe("certificate")
})

it.each(["ERR_TLS_CERT_ALTNAME_INVALID", "CERT_HAS_EXPIRED", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"])(
  "a certificate, in Node's words: %s",
  (code) => {
    const refused = Object.assign(new Error("refused"), { code })
    expect(failureOf(refused).kind).toBe("certificate")
    expect(failureOf(new TypeError("fetch failed", { cause: refused })).kind).toBe("certificate")
  },
)

it("an identity that the upgrade refuses, with the token in no address", async () => {
  const seen: Array<string> = []
  const server = createServer()
  server.on("upgrade", (request, socket) => {
    seen.push(request.url ?? "", String(request.headers["sec-websocket-protocol"]))
    socket.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n")
  })
  const port = await listening(server)
  const { failure } = await ask(target(`http://127.0.0.1:${port}`), "hello")
  expect(failure?.kind).toBe("identity")
  expect(seen).toEqual(["/chat", "manga-assist.v1,bearer.secret-token"])
})

it("nobody at the address", async () => {
  const { failure } = await ask(target("http://127.0.0.1:9"), "hello")
  expect(failure?.kind).toBe("unreachable")
})

it("products that a look-up found come before the text, and what was said before it is no content", async () => {
  const server = await scriptedServer({
    onMessage: ({ frame }, send) =>
      lookingTurn(frame.id, [card, card])
        .filter((each) => !("products" in each) || each.products.length > 1)
        .forEach(send),
  })
  const answer = await ask(target(server.url.href.replace("ws", "http")), "hello")
  expect(answer).toMatchObject({ products: 2, wordsFirst: false, failure: undefined })
  await server.close()
})

it("takes the token from the environment, and one URL", () => {
  expect(parseOptions(["https://chat.example.jp"], { SMOKE_TOKEN: "t" })).toMatchObject({
    target: { token: "t" },
    budgetMs: 2_000,
  })
  for (const args of [
    [],
    ["chat.example.jp"],
    ["https://a", "https://b"],
    ["https://a", "--budget", "0"],
  ]) {
    expect(() => parseOptions(args, {})).toThrow(/^(give one|--budget must be)/)
  }
})

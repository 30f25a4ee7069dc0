/** What cannot be connected to is told by a status; in a process of its own, which must go on. */
import { spawn } from "node:child_process"
import { createServer, type Server } from "node:net"
import { expect, it, onTestFinished } from "vitest"

/** Takes connections and ends them. */
const leavingServer = async () => {
  let connections = 0
  const server: Server = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  onTestFinished(() => new Promise((closed) => server.close(() => closed())))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { url: `ws://127.0.0.1:${port}`, connections: () => connections }
}

/** `options`: as a program would write them. */
const openIn = (options: string, open = "await chat.open()") =>
  new Promise<{ code: number | null; told: unknown }>((resolve) => {
    const program = `
import { ChatClient } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)}
const chat = new ChatClient({ retryMs: [1], ${options} })
const opened = ${open}
const outcome = await chat.ask("Is it?").ended
console.log(JSON.stringify({ opened, outcome: outcome.code, ...chat.status }))
`
    const child = spawn(process.execPath, [
      "--no-warnings",
      "--input-type=module",
      "--eval",
      program,
    ])
    let said = ""
    child.stdout.on("data", (text) => (said += String(text)))
    child.stderr.on("data", (text) => (said += String(text)))
    child.once("exit", (code) => {
      const json = said.startsWith("{")
      resolve({ code, told: json ? JSON.parse(said) : said })
    })
  })

it.each([
  ["an address that is none", `url: "no address"`, "unreachable", "There is no server at this"],
  ["another protocol", `url: "ftp://127.0.0.1"`, "unreachable", "There is no server at this"],
  [
    "a token with a space",
    `url: "ws://127.0.0.1:1", token: () => "a b"`,
    "refused",
    "The token holds",
  ],
  [
    "a token of other letters",
    `url: "ws://127.0.0.1:1", token: () => "ü"`,
    "refused",
    "The token holds",
  ],
  [
    "a token that fails",
    `url: "ws://127.0.0.1:1", tries: 1, token: () => Promise.reject(new Error("away"))`,
    "unreachable",
    "No token could be had (Error: away)",
  ],
  [
    "nobody there",
    `url: "ws://127.0.0.1:1", tries: 2`,
    "unreachable",
    "The server cannot be reached at ws://127.0.0.1:1/.",
  ],
])("tells %s", async (_, options, state, why) => {
  const { code, told } = await openIn(options)
  expect(told).toMatchObject({ opened: false, state, why: expect.stringContaining(why) })
  expect(told).toMatchObject({ outcome: state === "refused" ? "unauthorized" : state })
  expect(code).toBe(0)
})

it.each([1, 2, 3])("makes %i connections for so many tries", async (tries) => {
  const { connections, url } = await leavingServer()
  const { code, told } = await openIn(`url: "${url}", tries: ${tries}`, "undefined")
  expect(told).toMatchObject({ state: "unreachable", outcome: "unreachable" })
  expect(connections()).toBe(tries)
  expect(code).toBe(0)
})

it("leaves out what a server never gave as proof", async () => {
  const { connections, url } = await leavingServer()
  const { code, told } = await openIn(`url: "${url}", tries: 1, resumeToken: "no proof"`)
  expect(told).toMatchObject({ opened: false, state: "unreachable" })
  expect(connections()).toBeGreaterThan(0)
  expect(code).toBe(0)
})

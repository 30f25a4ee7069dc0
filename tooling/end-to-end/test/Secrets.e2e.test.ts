/**
 * Secrets that customers paste, planted in every field that a client fills: none of them is in anything that a run leaves
 * behind (log, metrics, errors, audit, analytics, spans, files, shared cache), and stored history has them masked.
 */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { WebSocket } from "ws"
import { connect } from "./ChatClient.ts"
import { plantedSecrets } from "./plantedSecrets.ts"
import { openPrograms, type Programs, type Server } from "./Programs.ts"
import { storedTurns } from "./SessionTable.ts"

let programs: Programs
let aws: Readonly<Record<string, string>>
let server: Server
/** Requests as the receiver of traces got them, address and headers included. */
let spans = ""
const receiver = createServer((request, response) => {
  spans += `${request.url} ${JSON.stringify(request.headers)}`
  request.setEncoding("utf8").on("data", (part: string) => (spans += part))
  request.on("end", () => response.end("{}"))
})

/** Everything that a run leaves, by where it was found. */
const left = new Map<string, string>()
const sessionOf = (index: number) => `secrets-${process.pid}-${index}`

const filesUnder = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

const pageOf = async (place: string) =>
  (await (await fetch(`${server.operator}/${place}`)).text()) ?? ""

/** A socket that shows the secret where a token belongs, and frames that are none. */
const knock = (secret: string) =>
  new Promise<void>((resolve) => {
    const safe = encodeURIComponent(secret).replaceAll(/[^A-Za-z0-9_.-]/g, ".")
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/chat`, [
      "manga-assist.v1",
      `bearer.${safe}`,
    ])
    socket.on("error", () => resolve())
    socket.on("open", () => {
      socket.send(JSON.stringify({ type: "message", id: 7, text: secret }))
      socket.send(JSON.stringify({ type: secret }))
      socket.send(`{"type":"message","id":"${safe}"`)
      socket.send(JSON.stringify({ type: "auth", token: secret }))
      socket.close()
    })
    socket.on("close", () => resolve())
  })

beforeAll(async () => {
  programs = await openPrograms()
  aws = await programs.startEmulators()
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
  server = await programs.startServer({
    ...aws,
    LOG_LEVEL: "debug",
    SINK_METRICS: "embedded",
    SINK_HASH_KEY: "0123456789abcdef0123456789abcdef",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    OTEL_TRACES_SAMPLER: "always_on",
  })
  for (const [index, { secret, text }] of plantedSecrets.entries()) {
    const client = await connect(server.url, { session: sessionOf(index), user: "demo-01" })
    client.send(JSON.stringify({ type: "draft", text }))
    const { last } = await client.ask(text)
    // The same words again, so that whatever is kept of a question is kept.
    await client.ask(`${text} ?`, { id: `again-${index}` })
    const turn = last["turn"]
    client.send(JSON.stringify({ type: "feedback", turn, rating: "down", comment: text }))
    await client.ask("How much is volume 3 of One Piece as paperback?")
    client.close()
    const post = await fetch(`${server.url}/chat`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${encodeURIComponent(secret)}`,
        cookie: `sid=${encodeURIComponent(secret)}`,
        "x-resume-token": encodeURIComponent(secret),
      },
      body: JSON.stringify({ id: `p-${index}`, text }),
    })
    await post.text()
    await knock(secret)
  }
  // Sinks that gather for seconds have written, files that are done have gone.
  await vi.waitFor(
    async () => expect(await pageOf("metrics")).not.toMatch(/event="pending"\} [1-9]/),
    { timeout: 60_000, interval: 1_000 },
  )
  for (const place of ["metrics", "readyz", "endpoints"]) left.set(place, await pageOf(place))
  left.set("unknown page", await (await fetch(`${server.url}/no-such-page`)).text())
  await server.stop()
  left.set("log", server.output())
  left.set("spans", spans)
  for (const file of filesUnder(server.data)) left.set(file, readFileSync(file, "latin1"))
}, 240_000)
afterAll(async () => {
  receiver.close()
  await programs?.stop()
})

/** As it stands, as bytes of UTF-8 read one by one, in an address, and in base64. */
const formsOf = (secret: string): ReadonlyArray<string> => [
  secret,
  Buffer.from(secret, "utf8").toString("latin1"),
  encodeURIComponent(secret),
  Buffer.from(secret, "utf8").toString("base64").replace(/=+$/, ""),
  JSON.stringify(secret).slice(1, -1),
]

/** Six digits stand in some timestamp by chance: a secret of digits alone counts where it is a number of its own. */
const holds = (text: string, form: string) =>
  /^\d+$/.test(form) ? new RegExp(`(?<![\\d.])${form}(?!\\d)`).test(text) : text.includes(form)

const placesOf = (secret: string): ReadonlyArray<string> =>
  [...left].flatMap(([place, text]) =>
    formsOf(secret).some((form) => holds(text, form)) ? [place] : [],
  )

describe("what a run leaves behind", () => {
  it("is there: log, metrics, spans, audit and analytics", () => {
    expect(plantedSecrets.length).toBeGreaterThanOrEqual(20)
    expect(left.get("log")).toContain("listening")
    expect(left.get("metrics")).toContain("manga_assist_turns_total")
    expect(left.get("spans")).toContain("gen_ai")
    const files = [...left.keys()].join()
    expect(files).toMatch(/audit\/audit/)
    expect(files).toMatch(/analytics\/analytics/)
    const audit = [...left].find(([place]) => place.includes("audit/audit"))?.[1] ?? ""
    expect(audit.split("\n").length).toBeGreaterThan(3 * plantedSecrets.length)
    expect(audit).toContain("[password]")
  })

  it.each(plantedSecrets)("has no $kind", ({ secret }) => {
    expect(placesOf(secret)).toEqual([])
  })

  it("names no session", () => {
    const named = plantedSecrets.flatMap((_, index) => placesOf(`"${sessionOf(index)}"`))
    expect(named).toEqual([])
  })
})

describe("stored history", () => {
  it.each(plantedSecrets.map(({ kind, secret }, index) => [kind, secret, index] as const))(
    "has the %s masked",
    async (kind, secret, index) => {
      const turns = await storedTurns(aws, sessionOf(index))
      // Fewer where the table was late to say whose session it is: then a turn stands under a session of its own.
      expect(turns.length).toBeGreaterThanOrEqual(1)
      const stored = JSON.stringify(turns)
      // What is the customer's own and no secret stays theirs.
      if (["address of mail", "telephone", "card"].includes(kind)) return
      for (const form of formsOf(secret)) expect(stored).not.toContain(form)
    },
  )
})

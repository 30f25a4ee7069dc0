import { spawn, spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it } from "vitest"
import {
  card,
  lookingTurn,
  type Script,
  type ScriptedServer,
  scriptedServer,
  wholeTurn,
} from "../../../packages/client/test/scriptedServer.ts"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
let server: ScriptedServer | undefined

afterEach(() => server?.close())

const chat = async (
  script: Script | undefined,
  args: ReadonlyArray<string>,
  input = "",
  onText?: (kill: () => void) => void,
) => {
  server = script === undefined ? undefined : await scriptedServer(script)
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, CHAT_URL: server?.url.href ?? "ws://127.0.0.1:9/chat" },
  })
  let out = ""
  let err = ""
  child.stdout.on("data", (part: Buffer) => {
    out += part.toString()
    onText?.(() => child.kill("SIGINT"))
  })
  child.stderr.on("data", (part: Buffer) => void (err += part.toString()))
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve))
  expect(err).not.toContain("Warning")
  return { code, out, err }
}

const answering: Script = {
  onMessage: ({ frame }, send) =>
    wholeTurn(frame.id, ["It is ", "in stock.\u001B[2J"]).forEach(send),
}

it("asks once: products, text, times, exit 0", async () => {
  const { code, out, err } = await chat(answering, ["Is volume 12 of Blue Lock in stock?"])
  expect(err).toBe("")
  expect(code).toBe(0)
  const lines = out.split("\n")
  expect(lines[0]).toBe("  1. Blue Lock, volume 12 · ブルーロック · paperback · ¥1,528 · in stock")
  expect(lines[2]).toBe("It is in stock.\\u001b[2J")
  expect(lines[3]).toMatch(
    /^recall 0\.4 · retrieve 66 · first products [\d.]+ · first token [\d.]+ · server 1,908 · total [\d.]+ ms · model haiku · prefetch hit$/,
  )
})

it("says what is looked up, and lists what was found below it", async () => {
  const found = [{ ...card, volume: 13, availability: "pre-order", inStock: false }]
  const { code, out } = await chat(
    { onMessage: ({ frame }, send) => lookingTurn(frame.id, found).forEach(send) },
    ["Something else"],
  )
  expect(code).toBe(0)
  expect(out.split("\n").slice(0, 7)).toEqual([
    "  1. Blue Lock, volume 12 · ブルーロック · paperback · ¥1,528 · in stock",
    "",
    "One moment. ",
    "looking up: the shelves",
    "  1. Blue Lock, volume 13 · ブルーロック · paperback · ¥1,528 · pre-order",
    "",
    "Here.",
  ])
})

it("asks what a model answered once more for a race, and no more", async () => {
  let asked = 0
  const { code, out } = await chat(
    {
      onMessage: ({ frame }, send) => {
        asked += 1
        wholeTurn(frame.id, ["It is."]).forEach(send)
      },
    },
    ["--race", "Is it?"],
  )
  expect({ code, asked }).toEqual({ code: 0, asked: 2 })
  expect(out).toContain("The same again:")
})

it("prints the frames as they came with --json", async () => {
  const { code, out } = await chat(answering, ["--json", "Is it?"])
  expect(code).toBe(0)
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).type),
  ).toEqual(["ready", "turn-start", "products", "delta", "delta", "turn-end"])
})

it("exits 1 with the error's message", async () => {
  const { code, out, err } = await chat(
    {
      onMessage: ({ frame }, send) =>
        send({
          type: "error",
          id: frame.id,
          code: "timeout",
          message: "too late",
          retryable: true,
        }),
    },
    ["Is it?"],
  )
  expect([code, out, err]).toEqual([1, "", "timeout: too late\n"])
})

it("says how to start the server when there is none", async () => {
  const { code, out, err } = await chat(undefined, ["Is it?"])
  expect([code, out]).toEqual([1, ""])
  expect(err).toBe(
    "No server answers at ws://127.0.0.1:9/chat. Start it with: npx -y pnpm@12 start\n",
  )
})

it("exits 2 at a wrong option", async () => {
  const { code, err } = await chat(undefined, ["--locale", "fr", "Is it?"])
  expect([code, err]).toEqual([2, "--locale must be en or ja, not fr\n"])
})

it("answers piped lines one after another over one connection", async () => {
  const { code, out } = await chat(answering, [], "first\n\nsecond")
  expect(code).toBe(0)
  expect(out.match(/in stock\.\\u001b/g)).toHaveLength(2)
  expect(server?.arrivals.map(({ frame, connection }) => [frame.text, connection])).toEqual([
    ["first", 1],
    ["second", 1],
  ])
})

const hasTerminal = spawnSync("script", ["--version"]).status === 0

/** In a terminal of so many columns; what is typed comes at once, as from somebody ahead of the prompt. */
const onTerminal = async (columns: number, input: string, script = answering) => {
  server = await scriptedServer(script)
  const command = `stty cols ${columns} rows 50; exec ${process.execPath} ${main}`
  const child = spawn(
    "script",
    ["--quiet", "--flush", "--return", "--command", command, "/dev/null"],
    {
      env: { ...process.env, CHAT_URL: server.url.href, NO_COLOR: "1" },
    },
  )
  let out = ""
  child.stdout.on("data", (part: Buffer) => {
    if (out === "") child.stdin.write(input)
    out += part.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve))
  // Standard error is shown there, too.
  expect(out).not.toContain("Warning")
  return { code, out: out.replaceAll("\r", "") }
}

describe.skipIf(!hasTerminal)("on a terminal", () => {
  it("answers lines typed ahead one after another, and takes a paste for one question", async () => {
    const paste = "\u001B[200~one\rtwo\r\u001B[201~"
    const { code } = await onTerminal(80, `first\rsecond\r${paste}/quit\r`)
    expect(code).toBe(0)
    const asked = server?.arrivals.filter(({ frame }) => frame.type === "message") ?? []
    expect(asked.map(({ frame }) => frame.text)).toEqual(["first", "second", "one\ntwo"])
  })

  it("says what can be typed, and sends none of it to the store", async () => {
    const { code, out } = await onTerminal(80, "/help\r/unknown\r/quit\r")
    expect(code).toBe(0)
    expect(out).toContain("/quit   leave")
    expect(out).toContain("unknown command")
    expect(server?.arrivals.filter(({ frame }) => frame.type === "message")).toEqual([])
  })

  it("goes on after a lost connection, and Node warns of nothing", async () => {
    const { code, out } = await onTerminal(80, "first\rsecond\r/quit\r", {
      onMessage: ({ connection, frame, socket }, send) => {
        if (connection === 1) socket.terminate()
        else wholeTurn(frame.id, [`It is ${frame.text}.`]).forEach(send)
      },
    })
    expect(code).toBe(0)
    expect(out).toMatch(
      /The connection was lost .* Trying again\.[^]*It is first\.[^]*It is second\./,
    )
  })

  it.each([40, 80, 200])("fits the times into %d columns", async (columns) => {
    const { out } = await onTerminal(columns, "Is it?\r/quit\r")
    const lines = out.split("\n")
    const first = lines.findIndex((line) => line.startsWith("recall 0.4 · "))
    const last = lines.findIndex((line) => line.endsWith("prefetch hit"))
    expect(last).toBeGreaterThanOrEqual(first)
    const times = lines.slice(first, last + 1)
    expect(Math.max(...times.map((line) => line.length))).toBeLessThanOrEqual(columns)
    expect(times.length).toBe({ 40: 4, 80: 2, 200: 1 }[columns])
  })
})

it("shows its token in the subprotocol, never in the address", async () => {
  const { code } = await chat(answering, ["--token", "a.b-c", "Is it?"])
  expect(code).toBe(0)
  expect(server?.arrivals[0]).toMatchObject({
    query: "accepts=retract",
    protocols: "manga-assist.v1, bearer.a.b-c",
  })
})

it("cancels at Ctrl-C and exits 130", async () => {
  let sent = false
  const { code, out } = await chat(
    {
      onMessage: ({ frame }, send) => {
        const frames = wholeTurn(frame.id, ["Once upon"], { finish: "cancelled" })
        if (frame.type === "message") frames.slice(0, -1).forEach(send)
        else send(frames.at(-1) ?? {})
      },
    },
    ["Tell me"],
    "",
    (kill) => {
      if (!sent) kill()
      sent = true
    },
  )
  expect(code).toBe(130)
  expect(out).toMatch(/Once upon\ncancelled · /)
})

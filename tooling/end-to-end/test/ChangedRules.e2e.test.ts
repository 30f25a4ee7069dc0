/**
 * A sentence of the shop's rules that is changed while servers run: within the minute all of them say the new one, without a
 * restart; a file with a fault changes nothing; a server that starts later says the new one from its first answer on.
 */
import { mangaShop } from "@manga-assist/catalogue"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type ChatClient, connect } from "./ChatClient.ts"
import { openPrograms, type Programs } from "./Programs.ts"

const writer = fileURLToPath(new URL("../../../apps/catalogue-writer/src/main.ts", import.meta.url))

let programs: Programs
let aws: Readonly<Record<string, string>>
const clients: Array<ChatClient> = []
const folder = mkdtempSync(join(tmpdir(), "rules-"))

const startOne = async (): Promise<ChatClient> => {
  const { url } = await programs.startServer(aws)
  const client = await connect(url, { session: `changed-rules-${clients.length}` })
  clients.push(client)
  return client
}

beforeAll(async () => {
  programs = await openPrograms()
  aws = await programs.startEmulators()
  await startOne()
  await startOne()
}, 120_000)

afterAll(async () => {
  for (const client of clients) client.close()
  await programs?.stop()
  rmSync(folder, { recursive: true })
})

/** The exit code, and all that was said. */
const write = async (rules: object) => {
  const file = join(folder, "rules.json")
  writeFileSync(file, JSON.stringify(rules))
  const child = spawn(process.execPath, [writer, "rules", file], {
    env: { ...process.env, ...aws },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text))
  }
  const [code] = await once(child, "close")
  return { code, output }
}

const edited = (english: string) => {
  const { shipping = [], ...others } = mangaShop().rules
  return {
    ...others,
    shipping: Array.from(shipping, (each) =>
      each.details.includes("pobox") ? { ...each, en: english } : each,
    ),
  }
}

const answersOf = (text: string) =>
  Promise.all(
    clients.map(async (client) => {
      const { last, text: answer } = await client.ask(text)
      return [last["source"], answer]
    }),
  )

const asked = "Do you deliver to a PO box?"
const sentence = "Since spring we deliver to PO boxes too."

it("is said by all servers within a minute", async () => {
  for (const [source, answer] of await answersOf(asked)) {
    expect(source).toBe("store")
    expect(answer).toMatch(/^We do not deliver to PO boxes/u)
  }
  expect(await write(edited(sentence))).toMatchObject({ code: 0 })
  await expect
    .poll(() => answersOf(asked), { timeout: 60_000, interval: 1_000 })
    .toEqual(clients.map(() => ["store", sentence]))
}, 120_000)

it("stays where the next file has a fault, which is named", async () => {
  const { code, output } = await write(edited(""))
  expect(code).toBe(3)
  expect(output).toMatch(/rules\.json: shipping\.\d+\.en .*: nothing was written/u)
  expect(await answersOf(asked)).toEqual(clients.map(() => ["store", sentence]))
}, 60_000)

it("is what a server says that starts later", async () => {
  await startOne()
  expect(await answersOf(asked)).toEqual(clients.map(() => ["store", sentence]))
}, 60_000)

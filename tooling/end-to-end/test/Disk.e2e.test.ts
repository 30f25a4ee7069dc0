/**
 * A whole server whose disk refuses: full, read-only, or no files left. What it acknowledged is recorded or says that it
 * is not, the log names the cause once, and all goes on by itself when the disk is well.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect as connectBare } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { connect } from "./ChatClient.ts"
import { openPrograms, type Programs, type Server, type ServerOptions } from "./Programs.ts"
import { storedTurns } from "./SessionTable.ts"

const run = (...command: ReadonlyArray<string>): boolean => {
  const [program = "", ...rest] = command
  return spawnSync(program, rest).status === 0
}

/** A small disk of its own for a test; only root may mount one. */
const mount = (folder: string, options: string): boolean =>
  run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)
const unmount = (folder: string): boolean => run("umount", folder)

const canMount = (() => {
  const folder = mkdtempSync(path.join(tmpdir(), "disk-"))
  const mounted = mount(folder, "size=100k")
  if (mounted) unmount(folder)
  rmSync(folder, { recursive: true })
  return mounted
})()

let programs: Programs
let aws: Readonly<Record<string, string>>
let server: Server
let folder = ""

beforeAll(async () => {
  programs = await openPrograms()
  aws = await programs.startEmulators()
}, 120_000)
afterAll(() => programs?.stop())
afterEach(async () => {
  await faults([])
  await server?.stop()
  while (unmount(path.join(folder, "spool")));
  rmSync(folder, { recursive: true, force: true })
})

const faults = (list: ReadonlyArray<object>) =>
  fetch(`${aws["ADMIN_URL"]}/faults`, { method: "PUT", body: JSON.stringify(list) })

/** With its journal on a disk of 300 KB. */
const startOnSmallDisk = async (options: Omit<ServerOptions, "data"> = {}) => {
  folder = mkdtempSync(path.join(tmpdir(), "disk-"))
  mkdirSync(path.join(folder, "spool"))
  if (canMount) expect(mount(path.join(folder, "spool"), "size=300k")).toBe(true)
  server = await programs.startServer(aws, { ...options, data: folder })
}

let sessions = 0

/** A question of each of so many visitors; who they are, and whether each turn said that it is not recorded. */
const askAs = async (count: number) => {
  const asked = Array.from({ length: count }, () => `disk-${process.pid}-${(sessions += 1)}`)
  return Promise.all(
    asked.map(async (session) => {
      const client = await connect(server.url, { session })
      const { last } = await client.ask("How much is volume 3 of One Piece as paperback?")
      client.close()
      expect(last).toMatchObject({ type: "turn-end", finish: "complete" })
      const degraded = last["degraded"]
      return {
        session,
        turn: String(last["turn"]),
        isRecorded: Array.isArray(degraded) && !degraded.includes("not-recorded"),
      }
    }),
  )
}

type Asked = Awaited<ReturnType<typeof askAs>>

const audited = (): string => {
  const audit = path.join(folder, "audit")
  return readdirSync(audit)
    .map((name) => readFileSync(path.join(audit, name), "utf8"))
    .join("")
}

/** Everything acknowledged is in the table and in the audit, each once. */
const expectRecorded = async (asked: Asked) => {
  for (const { session, turn } of asked) {
    await expect
      .poll(async () => (await storedTurns(aws, session)).length, { timeout: 30_000 })
      .toBe(1)
    await expect.poll(() => audited().split(`"id":"${turn}"`).length, { timeout: 30_000 }).toBe(2)
  }
}

const said = (pattern: RegExp): number => server.output().match(pattern)?.length ?? 0

const troubleOf = async (): Promise<string> =>
  (await (await fetch(`${server.operator}/readyz`)).text()).replaceAll(/\s+/g, " ")

/** Of the sinks whose records must be kept, all together. */
const countOf = async (event: string): Promise<number> => {
  const page = await (await fetch(`${server.operator}/metrics`)).text()
  const own = /^manga_assist_sink_records\{sink="(?:session|audit|feedback)"/
  const lines = page.split("\n").filter((line) => own.test(line) && line.includes(`"${event}"`))
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)
}
const unjournaled = () => countOf("unjournaled")

/** New turns take the disk again. */
const expectHealed = async () => {
  await expect
    .poll(
      async () => {
        const before = await unjournaled()
        const asked = await askAs(1)
        return asked[0]?.isRecorded === true && (await unjournaled()) === before
      },
      { timeout: 30_000 },
    )
    .toBe(true)
}

describe.skipIf(!canMount)("a full disk", () => {
  const fill = () => {
    const file = path.join(folder, "spool", "filler")
    for (const size of [16_384, 1_024, 64, 1]) {
      try {
        for (;;) writeFileSync(file, Buffer.alloc(size), { flag: "a" })
      } catch {
        // Full for this size.
      }
    }
    return file
  }

  it("loses nothing that was acknowledged, names its cause once, and is used again", async () => {
    await startOnSmallDisk()
    const file = fill()
    const asked = await askAs(20)
    expect(asked.every(({ isRecorded }) => isRecorded)).toBe(true)
    await expectRecorded(asked)
    expect(await unjournaled()).toBeGreaterThanOrEqual(20)
    expect(await troubleOf()).toContain("ENOSPC")
    await expect.poll(() => said(/sink session: .*ENOSPC/g), { timeout: 10_000 }).toBe(1)
    await expectRecorded(await askAs(20))
    rmSync(file)
    await expectHealed()
    expect(said(/sink session: .*ENOSPC/g)).toBe(1)
    // Nothing that was written stays.
    await expect
      .poll(
        () =>
          readdirSync(path.join(folder, "spool", "session")).filter((name) =>
            name.endsWith(".ndjson"),
          ),
        { timeout: 30_000 },
      )
      .toEqual([])
  }, 120_000)

  it("with the table away too: a turn says that it is not recorded", async () => {
    await startOnSmallDisk()
    const file = fill()
    await faults([{ service: "dynamodb", kind: "reset" }])
    // Until the table is known to be away, turns are held for it, and arrive later.
    const held: Array<Asked[number]> = []
    const allSaySo = async () => {
      const asked = await askAs(4)
      held.push(...asked.filter(({ isRecorded }) => isRecorded))
      return asked.every(({ isRecorded }) => !isRecorded)
    }
    await expect.poll(allSaySo, { timeout: 60_000, interval: 500 }).toBe(true)
    await faults([])
    rmSync(file)
    await expectHealed()
    // Whose session it is the table could not say then: turns stand under sessions of their own.
    for (const { turn } of held) {
      await expect.poll(() => audited().split(`"id":"${turn}"`).length, { timeout: 30_000 }).toBe(2)
    }
    const left = async () =>
      (await countOf("accepted")) - (await countOf("written")) + (await countOf("dropped"))
    await expect.poll(left, { timeout: 30_000 }).toBe(0)
  }, 180_000)
})

describe.skipIf(!canMount)("a disk that became read-only", () => {
  it("loses nothing that was acknowledged, names its cause once, and is used again", async () => {
    await startOnSmallDisk()
    // Files that are open stay what they were; every new one is refused.
    await expectRecorded(await askAs(1))
    await expect
      .poll(
        () =>
          readdirSync(path.join(folder, "spool", "session")).filter((name) =>
            name.endsWith(".ndjson"),
          ),
        { timeout: 30_000 },
      )
      .toEqual([])
    expect(run("mount", "--bind", path.join(folder, "spool"), path.join(folder, "spool"))).toBe(
      true,
    )
    expect(run("mount", "-o", "remount,ro,bind", path.join(folder, "spool"))).toBe(true)
    const asked = await askAs(10)
    expect(asked.every(({ isRecorded }) => isRecorded)).toBe(true)
    await expectRecorded(asked)
    await expect.poll(() => said(/sink session: .*EROFS/g), { timeout: 10_000 }).toBe(1)
    expect(unmount(path.join(folder, "spool"))).toBe(true)
    await expectHealed()
    expect(said(/sink session: .*EROFS/g)).toBe(1)
  }, 120_000)
})

describe("a process that may open 64 files", () => {
  it("loses nothing that was acknowledged, and goes on when files are free again", async () => {
    await startOnSmallDisk({ files: 64 })
    expect(server.output()).toMatch(/may open 64 files, too few for MAX_CONNECTIONS/)
    await expectRecorded(await askAs(2))
    const client = await connect(server.url, { session: `disk-${process.pid}-open` })
    const port = Number(new URL(server.url).port)
    const sockets = Array.from({ length: 100 }, () =>
      connectBare(port, "127.0.0.1").on("error", () => {}),
    )
    await expect.poll(() => said(/can open no more files/g), { timeout: 30_000 }).toBe(1)
    // Who is in already is answered, and recorded by the sockets that are open already.
    const { last } = await client.ask("How much is volume 4 of One Piece as paperback?")
    expect(last).toMatchObject({ type: "turn-end", finish: "complete" })
    client.close()
    for (const socket of sockets) socket.destroy()
    await expectHealed()
    await expectRecorded(await askAs(2))
    const turn = String(last["turn"])
    const isLost = Array.isArray(last["degraded"]) && last["degraded"].includes("not-recorded")
    if (!isLost) {
      await expect.poll(() => audited().split(`"id":"${turn}"`).length, { timeout: 30_000 }).toBe(2)
    }
    expect(said(/can open no more files/g)).toBe(1)
  }, 120_000)
})

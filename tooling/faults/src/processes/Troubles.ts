/**
 * The trouble that processes have beside being killed: each case is one trouble in the midst of chatting customers, and
 * what may come of it.
 */
import { lookUntil } from "@manga-assist/bench/measure/LookUntil"
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { metricsPage } from "@manga-assist/bench/store/MetricsPage"
import { inspecting } from "@manga-assist/bench/store/Inspector"
import { Effect } from "effect"
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import { hasBalancer, keptPort, openBalancer } from "./Balancer.ts"
import { cores, type Place, type Settings } from "./Place.ts"
import { type Asked, openSteadfast } from "./Steadfast.ts"
import { sockets, storm } from "./Storm.ts"
import {
  afterMs,
  beforeMs,
  customers,
  disturbed,
  nextCase,
  outcomeOf,
  waitingAt,
  wellWithin,
  type Trouble,
} from "./Trouble.ts"

const stoppedMs = 5_000
const blockedMs = 3_000

const stopped = async (id: number): Promise<void> => {
  process.kill(id, "SIGSTOP")
  try {
    await pause(stoppedMs)
  } finally {
    process.kill(id, "SIGCONT")
  }
}

/** What a customer is told while the model and everything else is silent. */
const ofSilence = ["error timeout", "error model-unavailable", "truncated"]

const nobody = 65_534
const asNobody = {
  NODE_OPTIONS: `--import=data:text/javascript,process.setgid(${nobody});process.setuid(${nobody})`,
}
const spoolOf = (place: Place) => join(place.dataOf(0), "spool")

const refusedByPermission: Trouble["play"] = async (place) => {
  const data = place.dataOf(0)
  mkdirSync(data, { recursive: true })
  // Its parents belong to whoever runs this.
  chmodSync(dirname(data), 0o711)
  for (const name of ["", ...readdirSync(data, { recursive: true, encoding: "utf8" })]) {
    chownSync(join(data, name), nobody, nobody)
  }
  await using server = await place.start(0, asNobody)
  const folders = readdirSync(spoolOf(place)).map((name) => join(spoolOf(place), name))
  // Files that are open stay what they were; every new one is refused.
  for (const folder of folders) chmodSync(folder, 0o500)
  await using chat = openSteadfast(nextCase(), customers, () => server.url)
  const told = () => fetch(`${server.operator}/readyz`).then((page) => page.text())
  const isNamed = (text: string) => text.includes("EACCES")
  const seen = await lookUntil(told, isNamed, { everyMs: 250, withinMs: 20_000 })
  for (const folder of folders) chmodSync(folder, 0o700)
  await pause(afterMs)
  const asked = await chat.stop()
  const waiting = await waitingAt(server.operator)
  const unnamed = isNamed(seen) ? [] : ["the operators' page does not name EACCES"]
  return outcomeOf(place, asked, [], [...unnamed, ...waiting])
}

/** V8 ends the process itself; then another one starts on its disk. */
const outOfMemory: Trouble["play"] = async (place) => {
  const fill = "const all = []; for (;;) all.push(new Array(1e6).fill(1))"
  const limited = { NODE_OPTIONS: "--inspect=127.0.0.1:0 --max-old-space-size=256" }
  const PORT = `${await keptPort()}`
  await using server = await place.start(0, { ...limited, PORT })
  await using chat = openSteadfast(nextCase(), customers, () => server.url)
  await pause(beforeMs)
  await inspecting(server.inspector ?? "", (call) =>
    Promise.race([call("Runtime.evaluate", { expression: fill }), server.ended]),
  ).catch(() => undefined)
  await server.ended
  await using next = await place.start(0, { PORT })
  await pause(afterMs)
  const asked = await chat.stop()
  return outcomeOf(place, asked, [], await waitingAt(next.operator))
}

const replacedBehindBalancer: Trouble["play"] = async (place) => {
  const ports = [`${await keptPort()}`, `${await keptPort()}`] as const
  await using one = await place.start(0, { PORT: ports[0] })
  await using other = await place.start(1, { PORT: ports[1] })
  const before = [one, other] as const
  await using balancer = await openBalancer(before.map(({ url }) => url))
  await using chat = openSteadfast(nextCase(), customers, () => balancer.url)
  const told: Array<string> = []
  await using after = new AsyncDisposableStack()
  const next: Array<Awaited<ReturnType<Place["start"]>>> = []
  for (const at of cores) {
    await pause(beforeMs)
    const { ended, exitCode, kill } = before[at]
    kill("SIGTERM")
    await ended
    if (exitCode() !== 0) told.push(`a server ended with ${exitCode()}`)
    next.push(after.use(await place.start(at, { PORT: ports[at] })))
    await pause(beforeMs)
  }
  const asked = await chat.stop()
  for (const { operator } of next) told.push(...(await waitingAt(operator)))
  return outcomeOf(place, asked, [], told)
}

const library = `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/faketime/libfaketimeMT.so.1`

/** Debian's faketime: the clock on the wall alone, timers go on. */
const offBy = (time: string): Settings => ({
  LD_PRELOAD: library,
  FAKETIME: time,
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
})

const clocksApart: Trouble["play"] = async (place) => {
  await using right = await place.start(0)
  const asked: Array<Asked> = []
  const told: Array<string> = []
  for (const time of ["+1h", "-1h"]) {
    await using wrong = await place.start(1, offBy(time))
    const urls = [right.url, wrong.url] as const
    await using chat = openSteadfast(
      nextCase(),
      customers,
      (at, visit) => urls[(at + visit) % 2 === 0 ? 0 : 1],
    )
    await pause(2 * afterMs)
    asked.push(...(await chat.stop()))
    told.push(...(await waitingAt(wrong.operator)))
  }
  told.push(...(await waitingAt(right.operator)))
  return outcomeOf(place, asked, [], told)
}

/** Every tenth product gets another price. */
const catalogueReplaced = disturbed({
  disturb: async (place) => {
    const file = join(place.dataOf(0), "products.ndjson")
    const write = async (job: string) => {
      const writer = place.run("apps/catalogue-writer/src/main.ts", [job, file])
      const output = await writer.ended
      return writer.exitCode() === 0 ? [] : [`${job} ended with ${writer.exitCode()}: ${output}`]
    }
    const exported = await write("export")
    if (exported.length > 0) return exported
    const lines = readFileSync(file, "utf8").trim().split("\n")
    const changed = lines.map((line, at) =>
      at % 10 === 0
        ? line.replace(/"price":(\d+)/, (_, price) => `"price":${Number(price) + 1}`)
        : line,
    )
    if (changed.join() === lines.join()) return ["no price was found"]
    writeFileSync(file, `${changed.join("\n")}\n`)
    return write("import")
  },
})

const storms = 3

const stormed = disturbed({
  disturb: async (_, { operator, url }) => {
    const letIn: Array<number> = []
    for (let number = 0; number < storms; number += 1) letIn.push(await storm(url))
    const open = async () =>
      (await metricsPage(operator)).value("manga_assist_open_connections") ?? sockets
    const left = await lookUntil(open, (many) => many <= customers, wellWithin)
    return [
      ...(letIn.every((many) => many === sockets) ? [] : [`${letIn.join(", ")} were let in`]),
      ...(left <= customers ? [] : [`${left} sockets stayed open`]),
    ]
  },
})

export const troubles: ReadonlyArray<Trouble> = [
  {
    name: "a chat server is stopped for 5 s",
    what: "SIGSTOP and SIGCONT; every message is answered whole, later",
    play: disturbed({ disturb: (_, server) => stopped(server.serverId) }),
  },
  {
    name: "its loop is blocked for 3 s",
    what: "an endless loop, through its inspector; every message is answered whole, later",
    play: disturbed({
      settings: { NODE_OPTIONS: "--inspect=127.0.0.1:0" },
      disturb: async (_, { inspector = "" }) => {
        const expression = `{ const until = Date.now() + ${blockedMs}; while (Date.now() < until); }`
        await inspecting(inspector, (call) => call("Runtime.evaluate", { expression }))
      },
    }),
  },
  {
    name: "Redis is stopped for 5 s",
    what: "SIGSTOP and SIGCONT; every message is answered whole",
    play: disturbed({
      disturb: async ({ redis }) => {
        await Effect.runPromise(
          redis.pause.pipe(Effect.andThen(Effect.sleep(stoppedMs)), Effect.ensuring(redis.resume)),
        )
      },
    }),
  },
  {
    name: "Bedrock, OpenSearch and DynamoDB are stopped for 5 s at once",
    what: "SIGSTOP and SIGCONT; every message ends once, some with an error that says so",
    play: disturbed({
      settings: { LATENCY_BUDGET_MS: "" },
      may: ofSilence,
      disturb: ({ services }) => stopped(services.id),
    }),
  },
  {
    name: "the journal's folders are taken from the process",
    what: "a server without rights, whose folders become read-only and are given back; every turn is recorded, the cause is named",
    needs: () => process.getuid?.() === 0,
    play: refusedByPermission,
  },
  {
    name: "V8 reaches its limit of memory",
    what: "the process ends by itself with turns under way, another one starts on its disk; every message is answered once, by whichever",
    play: outOfMemory,
  },
  {
    name: "two servers behind haproxy are replaced one after the other",
    what: "SIGTERM in the midst of turns, the balancer asks for `/readyz`; every message is answered once, every exit code is 0",
    needs: hasBalancer,
    play: replacedBehindBalancer,
  },
  {
    name: "the clocks of two servers are an hour apart",
    what: "faketime, one hour ahead and then behind; conversations change between the servers, every message is answered whole",
    needs: () => existsSync(library),
    play: clocksApart,
  },
  {
    name: "the catalogue is replaced",
    what: "every tenth product gets another price by `pnpm catalogue import`; every message is answered whole",
    play: catalogueReplaced,
  },
  {
    name: "five thousand sockets come and go in storms",
    what: `${storms} storms of ${sockets} sockets that open at once and go at once; all are let in, none is left, every message is answered whole`,
    play: stormed,
  },
]

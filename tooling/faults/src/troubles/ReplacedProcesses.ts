/** What is exchanged while customers chat: servers behind a balancer, the catalogue, the worker. */
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { hasBalancer, keptPort, openBalancer } from "./Balancer.ts"
import { cores, type Place } from "../processes/Place.ts"
import { openSteadfast } from "../processes/Steadfast.ts"
import {
  beforeMs,
  customers,
  disturbed,
  nextCase,
  outcomeOf,
  type Trouble,
  waitingAt,
} from "./Trouble.ts"

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

export const replacedProcesses: ReadonlyArray<Trouble> = [
  {
    name: "two servers behind haproxy are replaced one after the other",
    what: "SIGTERM in the midst of turns, the balancer asks for `/readyz`; every message is answered once, every exit code is 0",
    needs: hasBalancer,
    play: replacedBehindBalancer,
  },
  {
    name: "the catalogue is replaced",
    what: "every tenth product gets another price by `pnpm catalogue import`; every message is answered whole",
    play: catalogueReplaced,
  },
]

/**
 * Counts the connections that a server opens, while it chats, to what its turns wait for: the models, the index, the table
 * and a real Redis. The system says which connections a process has (proc(5)); where it does not, nothing is counted.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs"
import { openRedis } from "../caching/stores/RealRedis.ts"
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { together } from "../process/Together.ts"
import { nextWish } from "../store/LaboratoryQuestions.ts"
import { exactlyAfter, openServices } from "../store/StoreFolder.ts"
import { startServer } from "../store/RunningStore.ts"
import { randomChats } from "./SpacedChats.ts"

/** About a third of what the emulated services, one process, serve: they must not be what is waited for. */
const perSecond = 10
/** Connections that are opened and lost between two looks go unseen. */
const lookEveryMs = 100

const waitedFor =
  "AWS_ENDPOINT_URL_BEDROCK_RUNTIME AWS_ENDPOINT_URL_DYNAMODB OPENSEARCH_URL REDIS_URL".split(" ")

const filesOf = (id: number): ReadonlySet<string> => {
  const folder = `/proc/${id}/fd`
  return new Set(
    readdirSync(folder).flatMap((file) => {
      try {
        return /^socket:\[(\d+)\]$/u.exec(readlinkSync(`${folder}/${file}`))?.[1] ?? []
      } catch {
        return [] // Closed since it was listed.
      }
    }),
  )
}

/** The system's numbers of a process's connections to these ports of this machine. */
const connectionsOf = (id: number, ports: ReadonlySet<number>): ReadonlyArray<string> => {
  const own = filesOf(id)
  const [, ...lines] = readFileSync(`/proc/${id}/net/tcp`, "utf8").split("\n")
  return lines.flatMap((line) => {
    const [, , remote = "", , , , , , , inode = ""] = line.trim().split(/\s+/u)
    return ports.has(Number.parseInt(remote.slice(-4), 16)) && own.has(inode) ? [inode] : []
  })
}

export const keptConnections = row({
  name: "kept-connections",
  isSteady: true,
  rounds: () => 1,
  processes: () =>
    together(async (use) => {
      const redis = await use(openRedis())
      const services = await use(openServices(exactlyAfter, redis.url))
      const environment: Readonly<Record<string, string>> = {
        ...services.environment,
        REDIS_URL: redis.url,
      }
      const server = await use(startServer({ environment }, services.folder))
      const urls = waitedFor.map((name) => new URL(environment[name] ?? ""))
      return { server, ports: new Set(urls.map(({ port }) => Number(port))) }
    }),
  load: async ({ ports, server }, { quick, seed }) => {
    if (!existsSync(`/proc/${server.serverId}/net/tcp`)) return { asked: 0, opened: undefined }
    const before = connectionsOf(server.serverId, ports)
    const seen = new Set(before)
    const look = () => {
      for (const each of connectionsOf(server.serverId, ports)) seen.add(each)
    }
    const looking = setInterval(look, lookEveryMs)
    const load = { count: quick ? 300 : 1_000, perSecond, question: nextWish, seed }
    const answers = await randomChats(server.url, load)
    clearInterval(looking)
    look()
    return { asked: answers.length, opened: seen.size - before.length }
  },
  figures: () => [
    {
      name: "connections opened by chats, to what turns wait for",
      unit: "connections",
      of: "opened",
      target: atMost(0),
      note: ([seen]) => `${seen?.asked} misses, ${perSecond} a second by chance, over real Redis`,
    },
  ],
})

/**
 * Counts the connections that a server opens, while it chats, to what its turns wait for: the models, the index, the table
 * and, where this machine has one, a real Redis. The emulated services and the proxy before Redis count them.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { serviceStats } from "../store/Admin.ts"
import { nextWish } from "../store/LaboratoryQuestions.ts"
import { exactlyAfter, openStore, type RunningStore } from "../store/StoreFolder.ts"
import { randomChats } from "./SpacedChats.ts"

/** About a third of what the emulated services, one process, serve: they must not be what is waited for. */
const perSecond = 10

const connectionsTo = async (store: RunningStore): Promise<number> => {
  const { bedrock, dynamodb, opensearch, redis } = await serviceStats(store)
  const all = [bedrock, dynamodb, opensearch, redis]
  return all.reduce((sum, stats) => sum + (stats?.connections ?? 0), 0)
}

export const keptConnections = row({
  name: "kept-connections",
  isSteady: true,
  rounds: () => 1,
  // Those checks measure each endpoint by five connections of their own.
  processes: () => openStore({ flags: exactlyAfter, environment: { ENDPOINT_HEALTH: "off" } }),
  load: async (store, { quick, seed }) => {
    const before = await connectionsTo(store)
    const load = { count: quick ? 300 : 1_000, perSecond, question: nextWish, seed }
    const answers = await randomChats(store.url, load)
    return { asked: answers.length, opened: (await connectionsTo(store)) - before }
  },
  figures: () => [
    {
      name: "connections opened by chats, to what turns wait for",
      unit: "connections",
      of: "opened",
      target: atMost(0),
      note: ([seen]) => `${seen?.asked} misses, ${perSecond} a second by chance`,
    },
  ],
})

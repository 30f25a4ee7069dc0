/**
 * Measures what clients tell of a network that fails. First it goes away in order, by FIN in the middle of answers: which
 * of them are told as cut, and which end as if they were whole. Then it is silent for a while (a black hole): how soon
 * chats fail that were open or are started meanwhile, and how soon a chat succeeds once it is back.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { pause, sharedClock } from "../measure/OpenLoop.ts"
import { compared, type Variant, variants } from "./clients/ChatClient.ts"
import type { StartedChat } from "./clients/ClientProcess.ts"
import { openLaboratory, startAll } from "./laboratory/Laboratory.ts"

const cutting = { shape: { deltas: 300, gapMs: 50, firstMs: 0 }, chats: 20, concurrency: 20 }
/** Slow, because all clients share one core and one hole. */
const holding = { shape: { deltas: 3_000, gapMs: 100, firstMs: 0 }, count: 50 }
const asking = { shape: { deltas: 3, gapMs: 10, firstMs: 0 }, gapMs: 200 }
const warming = { shape: asking.shape, chats: 20, concurrency: 1 }

export const holeSeconds = (quick: boolean) => (quick ? 10 : 60)
/** How long is waited for a chat to succeed once the network is back. */
const patienceMs = 7_000
const inTimeMs = 2_000

/**
 * What the records of one client say, in milliseconds until each chat failed; without end when it had not by the end of
 * the hole. Chats that the hole cannot have touched are left out.
 */
export const judgeRecovery = (
  held: ReadonlyArray<StartedChat>,
  asked: ReadonlyArray<StartedChat>,
  { beganAt, healedAt }: Readonly<Record<"beganAt" | "healedAt", number>>,
) => {
  const ended = (chat: StartedChat) => chat.ended ?? Infinity
  const told = (chat: StartedChat, since: number) =>
    chat.isFailed && ended(chat) <= healedAt ? ended(chat) - since : Infinity
  const back = asked.filter((chat) => !chat.isFailed && ended(chat) >= healedAt).map(ended)
  return {
    /** From the beginning of the hole. */
    held: held.filter((chat) => ended(chat) >= beganAt).map((chat) => told(chat, beganAt)),
    /** From each chat's intended start. */
    asked: asked
      // A chat needs time to be told; those of the last seconds are judged by the return instead.
      .filter(({ intended }) => intended >= beganAt && intended < healedAt - 5_000)
      .map((chat) => told(chat, chat.intended)),
    /** From the return of the network to the next success, of whichever chat. */
    recoveredMs: Math.min(...back, healedAt + patienceMs) - healedAt,
  }
}

/** `toldCut`: percent of the chats that were cut. */
type Judged = ReturnType<typeof judgeRecovery> & { readonly toldCut: number }

interface Seen {
  readonly holeMs: number
  readonly clients: ReadonlyMap<Variant, Judged>
}

const percentInTime = (told: ReadonlyArray<number> = []): number =>
  (100 * told.filter((ms) => ms <= inTimeMs).length) / Math.max(1, told.length)

/** Where nobody was told, the hole itself is the nearest that can be said. */
const slowest =
  (variant: Variant, which: "held" | "asked") =>
  ({ clients, holeMs }: Seen): number => {
    const told = clients.get(variant)?.[which] ?? []
    return told.length === 0 ? holeMs : Math.min(holeMs, Math.max(...told))
  }

export const recovery = row({
  name: "recovery",
  processes: openLaboratory,
  rounds: () => 1,
  isSteady: true,
  load: async (laboratory, { progress, quick }): Promise<Seen> => {
    const { stub } = laboratory
    const port = await stub.call("relay", 0)
    const clients = await startAll(laboratory, [...compared, "bedrock-chat-budget"], port)
    for (const client of clients.values()) await client.call("askMany", warming)
    progress.step("recovery: the server goes away")
    const cuts = Promise.all(Array.from(clients.values(), ({ call }) => call("tryMany", cutting)))
    await pause(4_000)
    await stub.call("cut")
    const answers = await cuts
    progress.step(`recovery: ${holding.count} chats open with each of ${clients.size} clients`)
    for (const client of clients.values()) {
      await client.call("hold", holding)
      await client.call("askEach", asking)
    }
    await pause(1_000)
    progress.step(`recovery: black hole for ${holeSeconds(quick)} s`)
    const beganAt = sharedClock.now()
    await stub.call("silence")
    await pause(1_000 * holeSeconds(quick))
    progress.step("recovery: the network is back")
    const healedAt = sharedClock.now()
    await stub.call("heal")
    await pause(patienceMs)
    const judged = new Map<Variant, Judged>()
    for (const [at, [variant, client]] of [...clients].entries()) {
      const [held = [], asked = []] = await client.call("started")
      const toldCut = (100 * (answers[at]?.told ?? 0)) / cutting.chats
      judged.set(variant, { toldCut, ...judgeRecovery(held, asked, { beganAt, healedAt }) })
    }
    return { holeMs: healedAt - beganAt, clients: judged }
  },
  figures: () => [
    {
      name: "black hole, slowest error of 50 open chats: BedrockChat with a budget",
      unit: "ms",
      of: slowest("bedrock-chat-budget", "held"),
      target: atMost(inTimeMs),
    },
    ...(["bedrock-chat-budget", "sdk-default"] as const).map((variant) => ({
      name: `black hole, slowest error of a new chat: ${variants[variant]}` as const,
      unit: "ms",
      of: slowest(variant, "asked"),
      target: variant === "sdk-default" ? undefined : atMost(inTimeMs),
      note: ([seen]: ReadonlyArray<Seen>) => {
        const told = seen?.clients.get(variant)?.asked ?? []
        const never = told.filter((ms) => ms === Infinity).length
        if (never === 0) return undefined
        return `${never} of ${told.length} were never told; counted as the wait`
      },
    })),
    {
      name: "after the black hole, next chat that succeeds: BedrockChat with a budget",
      unit: "ms",
      of: ({ clients }: Seen) => clients.get("bedrock-chat-budget")?.recoveredMs,
      target: atMost(inTimeMs),
    },
    ...compared.flatMap((variant) => [
      {
        name: `black hole, open chats told within 2 s: ${variants[variant]}` as const,
        unit: "%",
        of: ({ clients }: Seen) => percentInTime(clients.get(variant)?.held),
      },
      {
        name: `black hole, new chats told within 2 s: ${variants[variant]}` as const,
        unit: "%",
        of: ({ clients }: Seen) => percentInTime(clients.get(variant)?.asked),
      },
      {
        name: `cut by a peer that goes away, chats told: ${variants[variant]}` as const,
        unit: "%",
        of: ({ clients }: Seen) => clients.get(variant)?.toldCut,
      },
    ]),
  ],
})

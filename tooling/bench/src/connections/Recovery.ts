/**
 * Measures what clients tell of a network that fails. First it goes away in order, by FIN in the middle of answers: which
 * of them are told as cut, and which end as if they were whole. Then it is silent for a while (a black hole): how soon
 * chats fail that were open or are started meanwhile, and how soon a chat succeeds once it is back.
 */
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { pause, sharedClock } from "../measure/OpenLoop.ts"
import { compared, type Variant, variants } from "./clients/ChatClient.ts"
import type { ClientCalls, ProbedChat } from "./clients/ClientProcess.ts"
import { openLaboratory, startAll } from "./laboratory/Laboratory.ts"

/** Those whose times are told, not only what comes in time. */
const timed = ["bedrock-chat-budget", "sdk-default"] as const

const cutting = { shape: { deltas: 300, gapMs: 50, firstMs: 0 }, chats: 20, concurrency: 20 }
/** Slow, because all clients share one core and one hole. */
const holding = { shape: { deltas: 3_000, gapMs: 100, firstMs: 0 }, count: 50 }
const asking = { shape: { deltas: 3, gapMs: 10, firstMs: 0 }, gapMs: 200 }
const warming = { shape: asking.shape, chats: 20, concurrency: 1 }

export const holeSeconds = (quick: boolean) => (quick ? 10 : 60)
/** How long is waited for a chat to succeed once the network is back. */
const patienceMs = 7_000
const inTimeMs = 2_000

export interface BlackHole {
  readonly beganAt: number
  readonly healedAt: number
  readonly observedUntil: number
}

export interface Recovered {
  /** From the beginning of the hole until each held chat ended, null while it had not. */
  readonly toldHeld: ReadonlyArray<number | null>
  /** From its intended start until each chat asked in the hole failed; null when it had not by the end of the hole. */
  readonly toldAsked: ReadonlyArray<number | null>
  /** From the return of the network to the next success, of whichever chat; null when there was none. */
  readonly recoveredMs: number | null
}

/** What the records of one client say. Chats that the hole cannot have touched are left out. */
export const judgeRecovery = (
  { asked, held }: ReturnType<ClientCalls["probed"]>,
  { beganAt, healedAt, observedUntil }: BlackHole,
): Recovered => {
  const ended = (chat: ProbedChat) => chat.ended ?? Number.POSITIVE_INFINITY
  const toldAfter = (chat: ProbedChat, since: number, until: number) =>
    chat.isFailed && ended(chat) <= until ? ended(chat) - since : null
  const back = Math.min(
    ...asked.filter((chat) => !chat.isFailed && ended(chat) >= healedAt).map(ended),
  )
  return {
    toldHeld: held
      .filter((chat) => ended(chat) >= beganAt)
      .map((chat) => toldAfter(chat, beganAt, observedUntil)),
    toldAsked: asked
      // A chat needs time to be told; those of the last seconds are judged by the return instead.
      .filter(({ intended }) => intended >= beganAt && intended < healedAt - 5_000)
      .map((chat) => toldAfter(chat, chat.intended, healedAt)),
    recoveredMs: Number.isFinite(back) ? back - healedAt : null,
  }
}

interface Seen {
  readonly hole: BlackHole
  readonly recovered: ReadonlyMap<Variant, Recovered>
  /** Percent of the chats that were cut. */
  readonly toldCut: ReadonlyMap<Variant, number>
}

type Told = ReadonlyArray<number | null>

/** Where nobody was told, the wait itself is the nearest that can be said. */
const slowest = (told: Told = [], waitedMs: number): number =>
  told.length === 0 ? waitedMs : Math.max(...told.map((ms) => ms ?? waitedMs))

const neverTold = (told: Told = []): string | undefined => {
  const never = told.filter((ms) => ms === null).length
  if (never > 0) return `${never} of ${told.length} were never told; counted as the wait`
  return undefined
}

const percentInTime = (told: Told = []): number =>
  (100 * told.filter((ms) => ms !== null && ms <= inTimeMs).length) / Math.max(1, told.length)

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
    const answers = [...clients].map(async ([variant, client]) => {
      const { failed, inSilence } = await client.call("askMany", cutting)
      return [variant, (100 * (failed - inSilence)) / cutting.chats] as const
    })
    await pause(4_000)
    await stub.call("cut")
    const toldCut = new Map(await Promise.all(answers))
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
    const hole = { beganAt, healedAt, observedUntil: sharedClock.now() }
    const recovered = new Map<Variant, Recovered>()
    for (const [variant, client] of clients) {
      recovered.set(variant, judgeRecovery(await client.call("probed"), hole))
    }
    return { hole, recovered, toldCut }
  },
  figures: () => [
    ...timed.flatMap((variant) => {
      const label = variants[variant]
      const shared = {
        unit: "ms",
        target: variant === "bedrock-chat-budget" ? atMost(inTimeMs) : undefined,
      }
      const of = (seen: Seen | undefined) => seen?.recovered.get(variant)
      return [
        {
          ...shared,
          name: `black hole, slowest error of 50 open chats: ${label}` as const,
          of: (seen: Seen) =>
            slowest(of(seen)?.toldHeld, seen.hole.observedUntil - seen.hole.beganAt),
          note: ([seen]: ReadonlyArray<Seen>) => neverTold(of(seen)?.toldHeld),
        },
        {
          ...shared,
          name: `black hole, slowest error of a new chat: ${label}` as const,
          of: (seen: Seen) => slowest(of(seen)?.toldAsked, seen.hole.healedAt - seen.hole.beganAt),
          note: ([seen]: ReadonlyArray<Seen>) => neverTold(of(seen)?.toldAsked),
        },
        {
          ...shared,
          name: `after the black hole, next chat that succeeds: ${label}` as const,
          of: (seen: Seen) => of(seen)?.recoveredMs ?? patienceMs,
          note: ([seen]: ReadonlyArray<Seen>) =>
            of(seen)?.recoveredMs === null ? "none succeeded; counted as the wait" : undefined,
        },
      ]
    }),
    ...compared.flatMap((variant) => [
      {
        name: `black hole, open chats told within 2 s: ${variants[variant]}` as const,
        unit: "%",
        of: ({ recovered }: Seen) => percentInTime(recovered.get(variant)?.toldHeld),
      },
      {
        name: `black hole, new chats told within 2 s: ${variants[variant]}` as const,
        unit: "%",
        of: ({ recovered }: Seen) => percentInTime(recovered.get(variant)?.toldAsked),
      },
      {
        name: `cut by a peer that goes away, chats told: ${variants[variant]}` as const,
        unit: "%",
        of: ({ toldCut }: Seen) => toldCut.get(variant),
      },
    ]),
  ],
})

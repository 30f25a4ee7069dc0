/**
 * Measures how clients come through a black hole, in which all connections are silent for a while: how soon chats fail
 * that were open or are started meanwhile, and how soon a chat succeeds once the network is back.
 *
 * `measureBlackHole` opens chats with all given clients, silences the network for all of them at once, restores it, and
 * returns what each client went through.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figure } from "../measure/Figure.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { type Progress } from "../command/Progress.ts"
import { type Variant, variants } from "./clients/ChatClient.ts"
import { type Client, type Laboratory, withLaboratory } from "./laboratory/Laboratory.ts"
import { type ProbedChat, type RecoveryRecord } from "./clients/RecoveryProbe.ts"

const compared = [
  "bedrock-chat-budget",
  "bedrock-chat",
  "sdk-handler",
  "sdk-default",
  "sdk-pooled",
] as const
type Compared = (typeof compared)[number]

const held = 50
const heldShape = { deltas: 3_000, gapMs: 50, firstMs: 0 }
const askedShape = { deltas: 3, gapMs: 10, firstMs: 0 }
/** Chats open when the hole begins, and how often a new one is asked. */
const usual = { held, gapMs: 100 }
/** How long is waited for a chat to succeed once the network is back. */
const patience = { quickMs: 5_000, fullMs: 10_000 }

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
export const judgeRecovery = (record: RecoveryRecord, hole: BlackHole): Recovered => {
  const ended = (chat: ProbedChat) => chat.ended ?? Number.POSITIVE_INFINITY
  const toldAfter = (chat: ProbedChat, since: number, until: number) =>
    chat.isFailed && ended(chat) <= until ? ended(chat) - since : null
  const inHole = record.asked.filter(
    ({ intended }) => intended >= hole.beganAt && intended < hole.healedAt,
  )
  const successes = record.asked
    .filter((chat) => !chat.isFailed && ended(chat) >= hole.healedAt)
    .map((chat) => ended(chat) - hole.healedAt)
    .filter(Number.isFinite)
  return {
    toldHeld: record.held
      .filter((chat) => ended(chat) >= hole.beganAt)
      .map((chat) => toldAfter(chat, hole.beganAt, hole.observedUntil)),
    toldAsked: inHole
      // A chat needs time to be told; those of the last seconds are judged by the return instead.
      .filter(({ intended }) => intended < hole.healedAt - 5_000)
      .map((chat) => toldAfter(chat, chat.intended, hole.healedAt)),
    recoveredMs: successes.length === 0 ? null : Math.min(...successes),
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const recovery: Part = {
  name: "recovery",
  measure: async ({ quick, progress, overSteadyRounds }) => {
    const lengths = quick
      ? { holeMs: 10_000, patienceMs: patience.quickMs }
      : { holeMs: 60_000, patienceMs: patience.fullMs }
    const rounds = await overSteadyRounds(1, () =>
      withLaboratory(async (laboratory) => {
        const { hole, recovered } = await measureBlackHole(laboratory, compared, lengths, progress)
        return recovered.flatMap(([variant, judged]) => figuresOf(variant, judged, hole))
      }),
    )
    return rounds.flat()
  },
}

export interface BlackHoleOptions {
  readonly holeMs: number
  readonly patienceMs: number
  readonly load?: typeof usual
}

export interface BlackHoleResult<V extends Variant> {
  readonly hole: BlackHole
  readonly recovered: ReadonlyArray<readonly [V, Recovered]>
}

/** All clients in one black hole, so that it is the same for each. */
export const measureBlackHole = async <V extends Variant>(
  laboratory: Laboratory,
  clientsOf: ReadonlyArray<V>,
  { holeMs, patienceMs, load = usual }: BlackHoleOptions,
  progress: Progress,
): Promise<BlackHoleResult<V>> => {
  const relays = {
    h2: await laboratory.startRelay(0),
    h1: await laboratory.startRelay(0, { protocol: "h1" }),
  }
  const clients: Array<readonly [V, Client]> = []
  progress.step(`recovery: ${load.held} chats open with each of ${clientsOf.length} clients`)
  for (const variant of clientsOf) {
    const { port } = relays[variant.startsWith("sdk-http1") ? "h1" : "h2"]
    const client = await laboratory.startClient(variant, { port })
    await client.call("askMany", { shape: askedShape, chats: 20, concurrency: 1 })
    await client.call("beginRecovery", { ...load, heldShape, askedShape })
    clients.push([variant, client])
  }
  await pause(1_000)
  progress.step(`recovery: black hole for ${holeMs / 1_000} s`)
  const beganAt = sharedClock.now()
  for (const relay of Object.values(relays)) await relay.call("silence")
  await pause(holeMs)
  progress.step("recovery: the network is back")
  const healedAt = sharedClock.now()
  for (const relay of Object.values(relays)) await relay.call("heal")
  await pause(patienceMs)
  const hole = { beganAt, healedAt, observedUntil: sharedClock.now() }
  const recovered: Array<readonly [V, Recovered]> = []
  for (const [variant, client] of clients) {
    recovered.push([variant, judgeRecovery(await client.call("endRecovery"), hole)])
  }
  return { hole, recovered }
}

const figuresOf = (
  variant: Compared,
  { toldHeld, toldAsked, recoveredMs }: Recovered,
  { beganAt, healedAt, observedUntil }: BlackHole,
): ReadonlyArray<Figure> => {
  const target = variant === "bedrock-chat-budget" ? { target: atMost(2_000) } : {}
  /** Where nobody was told, the wait itself is the nearest that can be said. */
  const slowest = (name: string, told: ReadonlyArray<number | null>, waited: number): Figure => {
    const values = told.map((value) => value ?? waited)
    const never = told.filter((value) => value === null).length
    const note =
      never === 0 ? {} : { note: `${never} of ${told.length} were never told; counted as the wait` }
    return figure(name, "ms", [values.length === 0 ? waited : Math.max(...values)], {
      ...target,
      ...note,
    })
  }
  const name = variants[variant]
  return [
    slowest(
      `black hole, slowest error of ${held} open chats: ${name}`,
      toldHeld,
      observedUntil - beganAt,
    ),
    slowest(`black hole, slowest error of a new chat: ${name}`, toldAsked, healedAt - beganAt),
    figure(
      `after the black hole, next chat that succeeds: ${name}`,
      "ms",
      [recoveredMs ?? observedUntil - healedAt],
      {
        ...target,
        ...(recoveredMs === null ? { note: "none succeeded; counted as the wait" } : {}),
      },
    ),
  ]
}

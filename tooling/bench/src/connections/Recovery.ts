/**
 * A black hole: every connection silent for a while, then the network is back. How long until a user is
 * told, and until the next chat works again?
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, type Figure, figure } from "../measure/Figure.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { type Progress } from "../command/Progress.ts"
import { variants } from "./clients/ChatClient.ts"
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
const gapMs = 100
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
      withLaboratory((laboratory) => fallIn(laboratory, lengths, progress)),
    )
    return rounds.flat()
  },
}

const fallIn = async (
  laboratory: Laboratory,
  { holeMs, patienceMs }: { readonly holeMs: number; readonly patienceMs: number },
  progress: Progress,
): Promise<ReadonlyArray<Figure>> => {
  const relay = await laboratory.startRelay(0)
  const clients: Array<readonly [Compared, Client]> = []
  progress.step(`recovery: ${held} chats open with each of ${compared.length} clients`)
  for (const variant of compared) {
    const client = await laboratory.startClient(variant, { port: relay.port })
    await client.call("askMany", { shape: askedShape, chats: 20, concurrency: 1 })
    await client.call("beginRecovery", { held, heldShape, askedShape, gapMs })
    clients.push([variant, client])
  }
  await pause(1_000)
  progress.step(`recovery: black hole for ${holeMs / 1_000} s`)
  const beganAt = sharedClock.now()
  await relay.call("silence")
  await pause(holeMs)
  progress.step("recovery: the network is back")
  const healedAt = sharedClock.now()
  await relay.call("heal")
  await pause(patienceMs)
  const hole = { beganAt, healedAt, observedUntil: sharedClock.now() }
  const figures: Array<Figure> = []
  for (const [variant, client] of clients) {
    const record = await client.call("endRecovery")
    figures.push(...figuresOf(variant, judgeRecovery(record, hole), hole))
  }
  return figures
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

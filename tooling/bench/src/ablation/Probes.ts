/** Small measurements of single techniques over a running laboratory. */
import { nextLikeTitles, nextVolume } from "../laboratory/LaboratoryQuestions.ts"
import type { Arranged, Laboratory } from "../laboratory/RunningLaboratory.ts"
import { runTurns } from "../laboratory/TurnLoad.ts"
import { median } from "../Statistics.ts"
import { pause, StoreSocket, type Timed } from "../turn/StoreSocket.ts"

let sessions = 0

const withSocket = async <A>(url: string, use: (socket: StoreSocket) => Promise<A>): Promise<A> => {
  sessions += 1
  const socket = await StoreSocket.open(url, { session: `probe-${process.pid}-${sessions}` })
  try {
    return await use(socket)
  } finally {
    socket.terminate()
  }
}

const perSecond = 20

/** Times to the first products, from the intended moment. */
export const firstProductsMs = async (
  arranged: Arranged,
  question: () => string,
  turns: number,
  draftAheadMs?: number,
): Promise<ReadonlyArray<number>> => {
  const load = { turns, perSecond, seed: 11, question }
  const outcome = await runTurns(
    arranged,
    draftAheadMs === undefined ? load : { ...load, draftAheadMs },
  )
  return outcome.turns.flatMap((turn) => turn.firstProductsMs ?? [])
}

/** Longer than the sinks take to write an answer down. */
const keptAfterMs = 1_000

export interface Repeated {
  /** First token of an answer that was given before, edge not included. */
  readonly ms: number
  readonly sources: ReadonlyArray<string>
}

/** Asks each question to its end, then `again` of it from a new socket. */
export const askedAgain = async (
  url: string,
  questions: ReadonlyArray<string>,
  again: (question: string) => string,
): Promise<Repeated> => {
  await Promise.all(questions.map((text) => withSocket(url, (socket) => socket.ask(text))))
  await pause(keptAfterMs)
  const answers: Array<Timed> = []
  for (const text of questions) {
    answers.push(await withSocket(url, (socket) => socket.ask(again(text))))
  }
  return {
    ms: median(answers.map(({ firstTokenMs }) => firstTokenMs ?? Number.NaN)),
    sources: [...new Set(answers.map(({ source }) => source))],
  }
}

interface Stats {
  readonly bedrock: {
    readonly requests: Readonly<Record<string, number>>
    readonly outputTokens: number
  }
}

const statsOf = async ({ admin }: Laboratory): Promise<Stats["bedrock"]> => {
  const { bedrock } = (await (await fetch(`${admin}/stats`)).json()) as Stats
  return bedrock
}

const modelCalls = async (laboratory: Laboratory): Promise<number> =>
  (await statsOf(laboratory)).requests["ConverseStream"] ?? 0

export interface Burst {
  /** Events with text that the model sent. */
  readonly sent: number
  /** Frames with text that the customer got. */
  readonly got: number
}

/** A model that says all at once: what of it is joined on the way. Leaves the emulators without latency. */
export const burst = async (laboratory: Laboratory, url: string): Promise<Burst> => {
  await fetch(`${laboratory.admin}/latency`, {
    method: "PUT",
    body: JSON.stringify({ model: "none", jitter: false }),
  })
  const { outputTokens } = await statsOf(laboratory)
  const { deltas } = await withSocket(url, (socket) => socket.ask(nextLikeTitles()))
  const tokens = (await statsOf(laboratory)).outputTokens - outputTokens
  // The emulated model sends its first token alone, then two at a time.
  return { sent: 1 + Math.ceil((tokens - 1) / 2), got: deltas }
}

/** Calls of the model for so many who ask the same at the same time. */
export const callsForAll = async (
  laboratory: Laboratory,
  url: string,
  many: number,
): Promise<number> => {
  const question = nextVolume()
  const before = await modelCalls(laboratory)
  await Promise.all(
    Array.from({ length: many }, () => withSocket(url, (socket) => socket.ask(question))),
  )
  return (await modelCalls(laboratory)) - before
}

export interface SlowModel {
  readonly ms: number
  readonly source: string
}

/** The first words while the model takes three seconds to its own. */
export const withSlowModel = async (laboratory: Laboratory, url: string): Promise<SlowModel> => {
  const faults = (list: ReadonlyArray<object>) =>
    fetch(`${laboratory.admin}/faults`, { method: "PUT", body: JSON.stringify(list) })
  await faults([{ service: "bedrock", kind: "slow", operation: "ConverseStream", delayMs: 3_000 }])
  try {
    const { firstTokenMs = Number.NaN, source } = await withSocket(url, (socket) =>
      socket.ask(nextLikeTitles(), { cancel: true }),
    )
    return { ms: firstTokenMs, source }
  } finally {
    await faults([])
  }
}

/** Share of the model's answers whose prompt began with what its cache kept, by the server's own counter. */
export const promptCacheShares = async (
  operator: string,
): Promise<Readonly<Record<string, number>>> => {
  const page = await (await fetch(`${operator}/metrics`)).text()
  const counts = new Map<string, number>()
  for (const line of page.split("\n")) {
    const found = /^manga_assist_prompt_cache_total\{(.*)\} (\d+)/u.exec(line)
    const outcome = /(?:cache|outcome|result)="(\w+)"/u.exec(found?.[1] ?? "")?.[1]
    if (outcome === undefined) continue
    counts.set(outcome, (counts.get(outcome) ?? 0) + Number(found?.[2] ?? 0))
  }
  return Object.fromEntries(counts)
}

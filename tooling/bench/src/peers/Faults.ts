/**
 * What a peer makes of a model that fails: an answer that is cut before its end, and a host that falls
 * silent, for an answer that is running and for the next question.
 */
import { type Measuring } from "../Benchmark.ts"
import { atLeast, atMost, type Figure, figure } from "../Figure.ts"
import { type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import { modelIdOf, repeated } from "./Shape.ts"

const withinMs = 20_000

export const cutToldName = (label: string) => `a cut answer is told as an error: ${label}`
export const cutServedName = (label: string) =>
  `a cut answer is served again as a whole one: ${label}`

const cutAnswer = async (
  { load, stub }: PeerLaboratory,
  { label, name, url }: RunningPeer,
): Promise<ReadonlyArray<Figure>> => {
  const once = () =>
    load.call("askInTurn", {
      urls: [url],
      model: modelIdOf({ ...repeated, isCut: true }),
      texts: [`cut off ${name}`],
      concurrency: 1,
      withinMs,
    })
  const [first] = await once()
  await stub.call("resetCounts")
  const [again] = await once()
  const { chats } = await stub.call("counts")
  const isServed = again?.outcome === "complete" && chats === 0
  const isOurs = name === "ours"
  return [
    figure(cutToldName(label), "yes = 1", [first?.outcome === "error" ? 1 : 0], {
      ...(isOurs ? { target: atLeast(1) } : {}),
      ...(first?.message === undefined ? {} : { note: first.message }),
    }),
    figure(
      cutServedName(label),
      "yes = 1",
      [isServed ? 1 : 0],
      isOurs ? { target: atMost(0) } : {},
    ),
  ]
}

export const cutAnswers = async (
  laboratory: PeerLaboratory,
  { progress }: Measuring,
): Promise<ReadonlyArray<Figure>> => {
  const figures: Array<Figure> = []
  for (const peer of laboratory.running) {
    progress.step(`cut answers: ${peer.label}`)
    figures.push(...(await cutAnswer(laboratory, peer)))
  }
  return figures
}

/** Still speaking when the network falls silent, and for long after. */
const endless = { deltas: 5_000, gapMs: 100, firstMs: 100 }
const speaksForMs = 1_500
const watched = { quick: 10_000, full: 70_000 }

export const silenceName = (what: "running" | "next", label: string) =>
  what === "running"
    ? `silent host, the running answer ends with an error after: ${label}`
    : `silent host, the next question ends with an error after: ${label}`

/** All peers at once: waiting costs nothing. The laboratory's network stays silent afterwards. */
export const silentHost = async (
  { load, running, silence }: PeerLaboratory,
  { progress, quick }: Measuring,
): Promise<ReadonlyArray<Figure>> => {
  const limitMs = quick ? watched.quick : watched.full
  progress.step(`silent host: all peers, ${limitMs / 1_000} s at most`)
  const ask = (url: string, text: string, patienceMs: number) =>
    load.call("askInTurn", {
      urls: [url],
      model: modelIdOf(endless),
      texts: [text],
      concurrency: 1,
      withinMs: patienceMs,
    })
  const askedAt = performance.now()
  const speaking = running.map(({ url }) => ask(url, "on and on", speaksForMs + limitMs))
  await new Promise((resolve) => setTimeout(resolve, speaksForMs))
  await silence()
  const spokenMs = performance.now() - askedAt
  const next = running.map(({ url }) => ask(url, "anybody there", limitMs))
  const [runningTold, nextTold] = await Promise.all([Promise.all(speaking), Promise.all(next)])
  const figures = (
    what: "running" | "next",
    told: typeof runningTold,
    beforeMs: number,
  ): ReadonlyArray<Figure> =>
    running.map(({ label, name }, index) => {
      const one = told[index]?.[0]
      const isTold = one?.outcome === "error"
      const seconds = isTold ? Math.max(0, one.endMs - beforeMs) / 1_000 : limitMs / 1_000
      const ending =
        one?.outcome === "complete"
          ? "ended as if it were whole"
          : `no error within ${limitMs / 1_000} s`
      return figure(silenceName(what, label), "s", [seconds], {
        note: isTold ? (one.message ?? "").slice(0, 200) : ending,
        ...(name === "ours" ? { target: atMost(5) } : {}),
      })
    })
  return [...figures("running", runningTold, spokenMs), ...figures("next", nextTold, 0)]
}

/**
 * Measures how each compared stack handles a failing model: whether a cut-off answer is reported or cached as complete,
 * and how long after the model's host falls silent a running answer and the next question fail. `cutToldName`,
 * `cutServedName` and `silenceNames` give the names of these figures, by which the report finds them.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { atLeast, atMost, type Figure, figure } from "../measure/Figure.ts"
import { type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import { modelIdOf, repeated } from "./Shape.ts"

const cuts = 5
const cutUnit = `of ${cuts}`

export const cutToldName = (label: string) => `cut answers that are told as an error: ${label}`
export const cutServedName = (label: string) =>
  `cut answers that are served again as whole ones: ${label}`

const cutAnswer = async (
  { load, stub }: PeerLaboratory,
  { label, name, url }: RunningPeer,
): Promise<ReadonlyArray<Figure>> => {
  const askAll = () =>
    load.call("askInTurn", {
      urls: [url],
      model: modelIdOf({ ...repeated, isCut: true }),
      texts: Array.from({ length: cuts }, (_, index) => `cut off ${name} ${index}`),
      concurrency: cuts,
    })
  const first = await askAll()
  await stub.call("resetCounts")
  const again = await askAll()
  const { chats } = await stub.call("counts")
  const told = first.filter(({ outcome }) => outcome === "error")
  const message = told[0]?.message
  // Whole for whoever asked, and the model was not asked for it.
  const served = again.filter(({ outcome }) => outcome === "complete").length - chats
  const isOurs = name === "ours"
  return [
    figure(cutToldName(label), cutUnit, [told.length], {
      ...(isOurs ? { target: atLeast(cuts) } : {}),
      ...(message === undefined ? {} : { note: message }),
    }),
    figure(
      cutServedName(label),
      cutUnit,
      [Math.max(0, served)],
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

const silenceName = (what: "running answer" | "next question", watchedMs: number, label: string) =>
  `a host falls silent, error for the ${what} after, watched for ${watchedMs / 1_000} s: ${label}`

/** Of either setting: a bar as long as what was watched means that none came. */
export const silenceNames = (what: "running answer" | "next question", label: string) =>
  Object.values(watched).map((watchedMs) => silenceName(what, watchedMs, label))

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
    what: "running answer" | "next question",
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
      return figure(silenceName(what, limitMs, label), "s", [seconds], {
        note: isTold ? (one.message ?? "").slice(0, 200) : ending,
        ...(name === "ours" ? { target: atMost(5) } : {}),
      })
    })
  return [
    ...figures("running answer", runningTold, spokenMs),
    ...figures("next question", nextTold, 0),
  ]
}

/**
 * Measures one question asked by 50 callers at the same time, in one process and in each of two that share a Redis: how
 * many calls reach the model, and by how many milliseconds a caller's first text comes later than the model's own.
 */
import { atMost, type Figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type PeerName, peers } from "./Peer.ts"
import { type PeerLaboratory, type RunningPeer } from "./PeerLaboratory.ts"
import { modelFirstMs, modelIdOf, repeated } from "./Shape.ts"

const askers = 50

/** One question by 50 at once, in each of the given processes. */
export const askTogether = async (
  { load, stub }: PeerLaboratory,
  instances: ReadonlyArray<RunningPeer>,
  question: string,
) => {
  for (const { url } of instances) await load.call("openAhead", { url, count: askers })
  await stub.call("resetCounts")
  const told = await load.call("askInTurn", {
    urls: instances.map(({ url }) => url),
    model: modelIdOf(repeated),
    texts: Array.from({ length: askers }, () => question),
    concurrency: askers,
  })
  const failed = told.filter(({ outcome }) => outcome !== "complete").length
  const first = LatencyHistogram.of(
    told.flatMap(({ firstMs }) =>
      firstMs === undefined ? [] : [Math.max(0, firstMs - modelFirstMs)],
    ),
  )
  return { calls: (await stub.call("counts")).chats, failed, first }
}

export type Together = Awaited<ReturnType<typeof askTogether>>

export const callsName = (where: string, label: string) =>
  `model calls for one question, ${askers} at once ${where}: ${label}`

export const togetherFigures = (
  name: PeerName,
  rounds: ReadonlyArray<Together>,
  where: string,
): ReadonlyArray<Figure> => {
  const { label } = peers[name]
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0)
  const of = figuresOver(rounds)
  return [
    of(callsName(where, label), "calls", "calls", {
      ...(name === "ours" ? { target: atMost(1) } : {}),
      ...(failed === 0 ? {} : { note: `${failed} of the askers got no whole answer` }),
    }),
    ...(rounds.every(({ first }) => first.count > 0)
      ? [
          of(
            `added to the first token for one question, ${askers} at once ${where}, p50: ${label}`,
            "ms",
            ({ first }) => first.percentile(50),
          ),
          of(
            `added to the first token for one question, ${askers} at once ${where}, slowest: ${label}`,
            "ms",
            ({ first }) => first.max,
          ),
        ]
      : []),
  ]
}

/**
 * Turns the measurements of `Traffic.ts` into figures: the milliseconds that each compared stack adds to the model's
 * first token (`addedFigures`), failed chats, processor time and TLS handshakes.
 *
 * The names of these figures are made here (`addedName` and others), because the table that compares the stacks
 * (`PeerTable.ts`) finds the figures by them.
 */
import { atMost, type Figure, figure, figuresOver } from "../measure/Figure.ts"
import { type RunningPeer } from "./PeerLaboratory.ts"
import { type Measured } from "./Traffic.ts"

type MeasuredPeers = ReadonlyMap<RunningPeer, ReadonlyArray<Measured>>

export const addedName = (concurrent: number, percent: 50 | 95, part: string, label: string) =>
  `added to the first token, ${concurrent} at once, p${percent}, ${part}: ${label}`

/** `part`: for the figures' names, such as `no distance`. */
export const addedFigures = (
  measured: MeasuredPeers,
  concurrents: ReadonlyArray<number>,
  part: string,
): ReadonlyArray<Figure> =>
  concurrents.flatMap((concurrent) =>
    ([50, 95] as const).flatMap((percent) =>
      [...measured].flatMap(([{ label }, rounds]) => {
        const values = rounds.flatMap(({ added }) => {
          const found = added.get(concurrent)
          return found === undefined ? [] : [percent === 50 ? found.p50 : found.p95]
        })
        if (values.length === 0) return []
        return [figure(addedName(concurrent, percent, part, label), "ms", values)]
      }),
    ),
  )

export const failedFigures = (measured: MeasuredPeers, part: string): ReadonlyArray<Figure> =>
  [...measured].map(([{ label }, rounds]) => {
    const why = rounds.find(({ firstFailure }) => firstFailure !== undefined)?.firstFailure
    return figuresOver(rounds)(
      `chats that failed, ${part}: ${label}`,
      "chats",
      "failed",
      why === undefined ? {} : { note: `the first: ${why.slice(0, 200)}` },
    )
  })

export const cpuName = (label: string) => `processor time of a chat: ${label}`
export const handshakesName = (label: string) => `TLS handshakes per 1,000 chats: ${label}`

export const costFigures = (measured: MeasuredPeers): ReadonlyArray<Figure> => [
  ...[...measured].flatMap(([{ label }, rounds]) => {
    const values = rounds.map(({ cpuMsPerChat }) => cpuMsPerChat).filter(Number.isFinite)
    return values.length === 0 ? [] : [figure(cpuName(label), "ms", values)]
  }),
  ...[...measured].map(([{ label, name }, rounds]) =>
    figuresOver(rounds)(
      handshakesName(label),
      "handshakes",
      ({ chats, handshakes }) => (1_000 * handshakes) / Math.max(1, chats),
      name === "ours" ? { target: atMost(4) } : {},
    ),
  ),
]

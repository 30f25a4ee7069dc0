/** What customers have seen of a misbehaving model, and what of it breaks a promise. Pure. */
import type { ServerFrame } from "../../../../packages/protocol/src/ServerFrame.ts"
import type { Behaviour } from "./Behaviour.ts"
import { wholeTexts } from "./RawBedrock.ts"

/** To the first content, and to the end. What is over by so much is a lateness of the machine. */
export const limits = { budgetMs: 3_000, turnMs: 7_000, allowanceMs: 1_000 }

/** One message and what came of it, with the milliseconds since it was sent, the process's own stalls taken off. */
export interface Heard {
  readonly frames: ReadonlyArray<{ readonly frame: ServerFrame; readonly atMs: number }>
  /** How often a model was called while it was answered. */
  readonly calls: number
  /** Answers that were offered to the cache. */
  readonly kept: number
}

export interface Seen {
  /** While the server misbehaves, asked twice; each time of a shared answer and of one that may use tools. */
  readonly ill: ReadonlyArray<Heard>
  /** The next messages after that. */
  readonly healed: ReadonlyArray<Heard>
  /** Why Bedrock would refuse requests that it got. */
  readonly refusals: ReadonlyArray<string>
  /** Connections of the client, over all. */
  readonly connections: number
  /** In the end: requests that wait or are under way. */
  readonly open: number
}

/** Of 12 calls at most, each sent twice at most. */
const mostConnections = 24

const isEnd = ({ type }: ServerFrame): boolean => type === "turn-end" || type === "error"

const endOf = ({ frames }: Heard): string => {
  const last = frames.find(({ frame }) => isEnd(frame))?.frame
  if (last?.type === "error") return `error ${last.code}`
  return last?.type === "turn-end" ? `${last.finish} ${last.source}` : "nothing"
}

const textOf = ({ frames }: Heard): string =>
  frames.map(({ frame }) => (frame.type === "delta" ? frame.text : "")).join("")

const usesOf = ({ frames }: Heard): number =>
  frames.reduce((sum, { frame }) => sum + (frame.type === "looking" ? frame.tools.length : 0), 0)

const isContent = ({ type }: ServerFrame): boolean =>
  type === "delta" || isEnd({ type } as ServerFrame)

const brokenTiming = ({ frames }: Heard): ReadonlyArray<string> => {
  const first = frames.find(({ frame }) => isContent(frame))?.atMs ?? 0
  const last = frames.at(-1)?.atMs ?? 0
  const { allowanceMs, budgetMs, turnMs } = limits
  return [
    ...(first > budgetMs + allowanceMs
      ? [`its first content came after ${Math.round(first)} ms`]
      : []),
    ...(last > turnMs + allowanceMs ? [`it ended after ${Math.round(last)} ms`] : []),
  ]
}

const brokenOf = (behaviour: Behaviour, heard: Heard): ReadonlyArray<string> => {
  const { ends, isWhole = false, uses = 0 } = behaviour
  const times = heard.frames.filter(({ frame }) => isEnd(frame)).length
  const end = endOf(heard)
  return [
    ...(times === 1 ? [] : [`it ended ${times} times`]),
    ...(ends.some((each) => each === end) || (end === "complete exact" && isWhole)
      ? []
      : [`it ended as ${end}`]),
    ...(heard.kept > 0 && !isWhole ? ["its answer was kept"] : []),
    ...(heard.calls > 0 || isWhole ? [] : ["no model was called for it"]),
    ...(usesOf(heard) > uses ? [`${usesOf(heard)} uses of tools were executed`] : []),
    ...brokenTiming(heard),
  ]
}

const brokenAfter = (heard: Heard): ReadonlyArray<string> => [
  ...(["complete model", "complete exact"].includes(endOf(heard))
    ? []
    : [`it ended as ${endOf(heard)}`]),
  ...(endOf(heard) !== "complete model" || textOf(heard) === wholeTexts.join("")
    ? []
    : [`it says ${textOf(heard).slice(0, 100)}`]),
  ...brokenTiming(heard),
]

/** Every promise that was broken. */
export const judge = (behaviour: Behaviour, seen: Seen): ReadonlyArray<string> => [
  ...seen.ill.flatMap((heard, at) =>
    brokenOf(behaviour, heard).map((line) => `message ${at + 1}: ${line}`),
  ),
  ...seen.healed.flatMap((heard, at) =>
    brokenAfter(heard).map((line) => `healed, message ${at + 1}: ${line}`),
  ),
  ...seen.refusals.map((line) => `Bedrock would refuse a request: ${line}`),
  ...(seen.connections > mostConnections ? [`${seen.connections} connections were made`] : []),
  ...(seen.open > 0 ? [`${seen.open} requests are left`] : []),
]

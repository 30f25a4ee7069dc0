/**
 * Our own techniques as rows: what each is said to do, what was measured, and a verdict. A row whose
 * measurement lives in another subcommand's result takes its figures from there and says so. Pure.
 */
import type { Result } from "../Result.ts"
import { number, textTable } from "../Table.ts"

export interface OwnRow {
  readonly technique: string
  readonly claimed: string
  /** Undefined: not measured in this run, nor found. */
  readonly measured: string | undefined
  readonly verdict: string
}

const notMeasured = "not measured yet"

export const row = (
  technique: string,
  claimed: string,
  measured: string | undefined,
  holds: boolean,
): OwnRow => ({
  technique,
  claimed,
  measured,
  verdict: measured === undefined ? notMeasured : holds ? "holds" : "does not hold",
})

/** What switching a technique saves of the time to the first token. */
export interface SwitchedSaving {
  /** What it is said to save. */
  readonly claimed: string
  readonly offAloneMs: number
  readonly onAloneMs: number
}

const names: Readonly<Record<string, string>> = {
  endpoints: "VPC endpoints",
  "filtered-search": "filter inside the search",
  prefetch: "prefetch on connect",
  "parallel-reads": "parallel reads",
  "sinks-off-path": "sinks off the path",
  pruning: "history pruning",
  "keep-alive": "pooled connections",
  "dns-cache": "DNS cache",
  "one-process": "one process instead of hops",
  "warm-up": "warm-up: first turn of a process",
}

/** Less is nothing. */
const leastMs = 1

/** A technique may be worth something alone and nothing beside the others. */
const verdictOf = ({ offAloneMs, onAloneMs }: SwitchedSaving): string => {
  if (offAloneMs >= leastMs) return "holds"
  return onAloneMs >= leastMs ? "made needless by the others" : "does not hold"
}

export const switchedRows = (savings: ReadonlyMap<string, SwitchedSaving>): ReadonlyArray<OwnRow> =>
  Object.entries(names).map(([technique, name]) => {
    const saving = savings.get(technique)
    const told =
      saving === undefined
        ? undefined
        : `${saving.offAloneMs.toFixed(1)} ms of after, ${saving.onAloneMs.toFixed(1)} ms of before`
    return {
      technique: `${name}: first token`,
      claimed: saving?.claimed ?? "",
      measured: told,
      verdict: saving === undefined ? notMeasured : verdictOf(saving),
    }
  })

interface Borrowed {
  readonly technique: string
  readonly claimed: string
  readonly from: string
  /** Without and with it, by the names of the other result's figures. */
  readonly without: string
  readonly with: string
}

/** Every row that other subcommands measure. */
const borrowed: ReadonlyArray<Borrowed> = [
  {
    technique: "pooled HTTP/2 against the SDK's default: processor time of a chat",
    claimed: "less",
    from: "connections",
    without: "processor time of a chat: SDK default",
    with: "processor time of a chat: BedrockChat",
  },
  {
    technique: "pooled HTTP/2 against the SDK's default: first delta at 20 ms round trip",
    claimed: "two round trips less",
    from: "connections",
    without: "time to first delta, 20 ms round trip, warm p50: SDK default",
    with: "time to first delta, 20 ms round trip, warm p50: BedrockChat",
  },
  {
    technique: "dictionary compression: a pruned session",
    claimed: "less than gzip's",
    from: "payload",
    without: "en pruned: 5 turns, summary: gzip",
    with: "en pruned: 5 turns, summary: zstd with dictionary",
  },
  {
    technique: "history pruning: tokens of a prompt after 20 turns",
    claimed: "fewer",
    from: "payload",
    without: "en prompt with 20 turns",
    with: "en prompt, pruned",
  },
  {
    technique: "field selection: tokens of five products",
    claimed: "fewer",
    from: "payload",
    without: "tokens of five products, all fields of the index",
    with: "tokens of five products, prompt: recommend",
  },
  {
    technique: "field selection: bytes of five products from the index",
    claimed: "fewer",
    from: "payload",
    without: "five products, all fields of the index",
    with: "five products, fields asked for (21)",
  },
]

const figureOf = (result: Result | undefined, name: string) =>
  result?.figures.find((each) => each.name === name)

export const borrowedRows = (results: ReadonlyArray<Result>): ReadonlyArray<OwnRow> =>
  borrowed.map(({ claimed, from, technique, with: withIt, without }) => {
    const result = results.find(({ name }) => name === from)
    const after = figureOf(result, withIt)
    const before = figureOf(result, without)
    if (after === undefined || before === undefined) {
      return row(technique, claimed, undefined, false)
    }
    const told = `${number(before.value)} → ${number(after.value)} ${after.unit} (${from})`
    return row(technique, claimed, told, after.value < before.value)
  })

export const ownText = (rows: ReadonlyArray<OwnRow>): string =>
  textTable([
    ["technique", "claimed", "measured", "verdict"],
    ...rows.map(({ claimed, measured, technique, verdict }) => [
      technique,
      claimed,
      measured ?? "",
      verdict,
    ]),
  ])

/**
 * The last twenty turns as they end, with a filter. One that is selected shows its waterfall and, where no kept answer
 * was given, why: by the outcome of its look-up, which holds nothing that a customer said.
 */
import { type Signal, useSignal } from "@preact/signals"
import type { Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"
import { Panel } from "./Panel.tsx"
import { shiftWords } from "./ShiftWords.ts"
import type { RecentTurn } from "./State.ts"
import { waterfallOf } from "../timing/Waterfall.ts"
import { WaterfallView } from "../timing/WaterfallView.tsx"
import { milliseconds } from "../words/Milliseconds.ts"
import { language, sourceWords, words } from "../words/Language.ts"

const missed = new Set(["model", "catalogue", "none"])
const isMiss = ({ source }: RecentTurn): boolean => missed.has(source)

/** Of the list, before somebody asks for the others. */
const firstShown = 6

const filters = {
  all: () => true,
  misses: isMiss,
  hits: (turn: RecentTurn) => !isMiss(turn) && turn.source !== "store",
  failed: ({ isFailed }: RecentTurn) => isFailed,
  over: ({ isOverBudget }: RecentTurn) => isOverBudget,
} as const
type Filter = keyof typeof filters
const filterNames = Object.keys(filters) as ReadonlyArray<Filter>

const endingOf = ({ outcome, source }: RecentTurn): string =>
  outcome === "complete"
    ? sourceWords(source)[0]
    : (machineWords.value.outcomes[outcome] ?? outcome)

const whyMissed = ({ timeline }: RecentTurn): string => {
  const say = shiftWords.value
  const outcome = timeline.find(({ stage }) => stage === "recall")?.outcome
  return outcome === undefined ? say.notAsked : (say.missed[outcome] ?? outcome)
}

const leftIn = ({ degraded }: RecentTurn): ReadonlyArray<string> =>
  degraded.map((code) => words.value.degraded[code] ?? code)

/** An error has no finish: what its model wrote was broken off. */
const timedOf = ({ budgetMs, firstContentMs, outcome, source, timeline }: RecentTurn) => ({
  timeline,
  source,
  budget: { totalMs: budgetMs, usedMs: firstContentMs },
  ...(source === "none" ? {} : { finish: outcome }),
})

const Details = ({ turn }: { readonly turn: RecentTurn }) => {
  const { timing } = words.value
  const left = leftIn(turn)
  return (
    <>
      <WaterfallView waterfall={waterfallOf(timedOf(turn))} />
      <dl class="reasons">
        {isMiss(turn) && (
          <>
            <dt>{shiftWords.value.why}</dt>
            <dd>{whyMissed(turn)}</dd>
          </>
        )}
        <dt>{timing.left}</dt>
        <dd data-left={left.length > 0}>{left.join("; ") || timing.nothingLeft}</dd>
      </dl>
    </>
  )
}

const Row = ({
  chosen,
  turn,
}: {
  readonly chosen: Signal<string | undefined>
  readonly turn: RecentTurn
}) => {
  const isChosen = chosen.value === turn.turn
  return (
    <li data-ok={!turn.isFailed && !turn.isOverBudget}>
      <button
        type="button"
        aria-expanded={isChosen}
        onClick={() => (chosen.value = isChosen ? undefined : turn.turn)}
      >
        <span>{new Date(turn.at).toLocaleTimeString(language.value)}</span>
        <span class="source" data-source={turn.source}>
          {endingOf(turn)}
          {turn.degraded.length > 0 && <span class="hint"> · {leftIn(turn).join("; ")}</span>}
        </span>
        <span class="figure">{milliseconds(turn.firstContentMs)}</span>
      </button>
      {isChosen && <Details turn={turn} />}
    </li>
  )
}

export const LastTurns = ({ machine }: { readonly machine: Machine }) => {
  const filter = useSignal<Filter>("all")
  const chosen = useSignal<string | undefined>(undefined)
  const isWhole = useSignal(false)
  const say = shiftWords.value
  const { last = [] } = machine.state.value?.recentTurns ?? {}
  const all = last.filter(filters[filter.value])
  const shown = isWhole.value ? all : all.slice(0, firstShown)
  return (
    <Panel title={say.last} hint={say.lastHint}>
      <div class="filters" role="group" aria-label={say.show}>
        {filterNames.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={filter.value === name}
            onClick={() => (filter.value = name)}
          >
            {say.filters[name]}
          </button>
        ))}
      </div>
      {shown.length === 0 ? (
        <p class="hint">{last.length === 0 ? machineWords.value.nothing : say.none}</p>
      ) : (
        <ul class="last-turns">
          {shown.map((turn) => (
            <Row key={turn.turn} chosen={chosen} turn={turn} />
          ))}
        </ul>
      )}
      {all.length > shown.length && (
        <button type="button" class="quiet" onClick={() => (isWhole.value = true)}>
          {words.value.showMore(all.length - shown.length)}
        </button>
      )}
    </Panel>
  )
}

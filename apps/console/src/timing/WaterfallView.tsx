/**
 * The stages of a turn as bars over one time axis. Moments (first products, first words, complete) are vertical lines,
 * as is the latency budget where it fits on the axis. Selecting a stage shows what it does.
 */
import { useSignal } from "@preact/signals"
import { milliseconds } from "../words/Milliseconds.ts"
import { isFailed, type Row, tellingRow, type Waterfall } from "./Waterfall.ts"
import { Bar, Lines, WaterfallTable } from "./WaterfallTable.tsx"
import { words } from "../words/Language.ts"

const share = (ms: number, scaleMs: number): number => Math.min(1, Math.max(0, ms / scaleMs))

const linesOf = ({ budgetMs, marks, scaleMs }: Waterfall) => {
  const lines = marks.map(({ atMs, name }) => ({ mark: name, share: share(atMs, scaleMs) }))
  const isSeen = budgetMs <= scaleMs
  return isSeen ? [...lines, { mark: "budget", share: share(budgetMs, scaleMs) }] : lines
}

/** The moments in words: they stand above the bars, because several may share one place. */
const Legend = ({ waterfall: { budgetMs, marks, scaleMs } }: { readonly waterfall: Waterfall }) => {
  const { timing } = words.value
  return (
    <ul class="legend">
      {marks.map(({ atMs, name }) => (
        <li key={name} data-mark={name}>
          {timing.marks[name] ?? name} <b>{milliseconds(atMs)}</b>
        </li>
      ))}
      {budgetMs <= scaleMs && (
        <li data-mark="budget">{timing.budgetLine(milliseconds(budgetMs))}</li>
      )}
    </ul>
  )
}

const Facts = ({ row }: { readonly row: Row | undefined }) => {
  const { degraded, stages, timing } = words.value
  if (row === undefined) return null
  const [name, meaning] = stages[row.stage] ?? [row.stage, ""]
  return (
    <div class="facts" aria-live="polite">
      <b>{name}</b> {timing.from(milliseconds(row.startMs), milliseconds(row.endMs))}
      <p>{meaning}</p>
      <p>
        {timing.outcome}:{" "}
        <span class="outcome">
          {timing.outcomes[row.outcome] ?? degraded[row.outcome] ?? row.outcome}
        </span>
      </p>
    </div>
  )
}

export const WaterfallView = ({ waterfall }: { readonly waterfall: Waterfall }) => {
  const chosen = useSignal<number | undefined>(undefined)
  const { stages, timing } = words.value
  const { longest, rows, scaleMs } = waterfall
  const lines = linesOf(waterfall)
  return (
    <section class="waterfall" aria-label={timing.stages}>
      <Legend waterfall={waterfall} />
      <WaterfallTable names={[timing.stage, timing.when, timing.took]}>
        {rows.map((row, at) => (
          <tr
            key={at}
            data-part={row.isPart}
            data-failed={isFailed(row)}
            data-longest={row === longest}
            data-chosen={at === chosen.value}
          >
            <th scope="row">
              <button
                type="button"
                aria-pressed={at === chosen.value}
                onClick={() => (chosen.value = at)}
              >
                {stages[row.stage]?.[0] ?? row.stage}
              </button>
            </th>
            <td class="track" onClick={() => (chosen.value = at)}>
              <Lines at={lines} />
              <Bar
                stage={row.stage}
                from={share(row.startMs, scaleMs)}
                length={share(row.endMs - row.startMs, scaleMs)}
              />
              <span class="hidden">
                {timing.from(milliseconds(row.startMs), milliseconds(row.endMs))}
              </span>
            </td>
            <td class="figure">{milliseconds(row.endMs - row.startMs)}</td>
          </tr>
        ))}
      </WaterfallTable>
      <Facts row={chosen.value === undefined ? tellingRow(waterfall) : rows[chosen.value]} />
    </section>
  )
}

/**
 * The stages of a turn as bars over one time axis. Moments (first products, first words, complete) are vertical lines,
 * as is the latency budget where it fits on the axis. Selecting a stage shows what it does.
 */
import { useSignal } from "@preact/signals"
import { milliseconds } from "../words/Milliseconds.ts"
import { isFailed, type Row, type Waterfall } from "./Waterfall.ts"
import { words } from "../words/Language.ts"

const share = (ms: number, scaleMs: number): number => Math.min(1, Math.max(0, ms / scaleMs))

const Lines = ({ waterfall: { budgetMs, marks, scaleMs } }: { readonly waterfall: Waterfall }) => (
  <span class="lines" aria-hidden="true">
    {marks.map(({ atMs, name }) => (
      <i key={name} data-mark={name} style={{ "--at": share(atMs, scaleMs) }} />
    ))}
    {budgetMs <= scaleMs && <i data-mark="budget" style={{ "--at": share(budgetMs, scaleMs) }} />}
  </span>
)

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
  return (
    <section class="waterfall" aria-label={timing.stages}>
      <Legend waterfall={waterfall} />
      <table>
        <colgroup>
          <col class="name" />
          <col />
          <col class="took" />
        </colgroup>
        <thead>
          <tr>
            {[timing.stage, timing.when, timing.took].map((name) => (
              <th key={name} scope="col">
                <span class="hidden">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
                <Lines waterfall={waterfall} />
                <i
                  class="bar"
                  data-stage={row.stage}
                  style={{
                    "--from": share(row.startMs, scaleMs),
                    "--length": share(row.endMs - row.startMs, scaleMs),
                  }}
                />
                <span class="hidden">
                  {timing.from(milliseconds(row.startMs), milliseconds(row.endMs))}
                </span>
              </td>
              <td class="figure">{milliseconds(row.endMs - row.startMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts row={chosen.value === undefined ? longest : rows[chosen.value]} />
    </section>
  )
}

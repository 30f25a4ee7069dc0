/**
 * The stages of a turn as bars over the time axis that all turns share. Moments (first products, first words, complete)
 * are vertical lines, as is the end of the latency budget where it fits on the axis. Behind a kept answer lies, pale, the
 * turn in which the model wrote it. Selecting a stage shows what it does.
 */
import { useSignal } from "@preact/signals"
import { milliseconds } from "../words/Milliseconds.ts"
import { type Axis, axisOf, shareOf, usualMs } from "./Axis.ts"
import { type Lane, lanesOf, type Race } from "./Race.ts"
import { isFailed, type Row, tellingRow, unaccounted, type Waterfall } from "./Waterfall.ts"
import { Bar, Lines, WaterfallTable } from "./WaterfallTable.tsx"
import { language, words } from "../words/Language.ts"
import { outcomeIn } from "../words/Outcomes.ts"

/** The moment at which the budget is over; undefined where that is not on the axis. */
const budgetEnd = ({ budgetMs, queuedMs }: Waterfall, { endMs }: Axis): number | undefined =>
  queuedMs + budgetMs <= endMs ? queuedMs + budgetMs : undefined

const linesOf = (waterfall: Waterfall, race: Race | undefined, axis: Axis) => {
  const end = budgetEnd(waterfall, axis)
  const moments = [
    ...(race === undefined ? [] : [["made", race.modelMs] as const]),
    ...waterfall.marks.map(({ atMs, name }) => [name, atMs] as const),
    ...(end === undefined ? [] : [["budget", end] as const]),
  ]
  return moments.map(([mark, atMs]) => ({ mark, share: shareOf(axis, atMs) }))
}

interface Props {
  readonly waterfall: Waterfall
  readonly race?: Race | undefined
}

/** The moments in words: they stand above the bars, because several may share one place. */
const Legend = ({ axis, race, waterfall }: Props & { readonly axis: Axis }) => {
  const { timing } = words.value
  return (
    <ul class="legend">
      {waterfall.marks.map(({ atMs, name }) => (
        <li key={name} data-mark={name}>
          {timing.marks[name] ?? name} <b>{milliseconds(atMs)}</b>
        </li>
      ))}
      {race !== undefined && (
        <li data-mark="made">{timing.madeMark(milliseconds(race.modelMs))}</li>
      )}
      {budgetEnd(waterfall, axis) !== undefined && (
        <li data-mark="budget">{timing.budgetLine(milliseconds(waterfall.budgetMs))}</li>
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
      {row.stage !== unaccounted && (
        <p>
          {timing.outcome}:{" "}
          <span class="outcome">{outcomeIn(language.value, degraded, row.outcome)}</span>
        </p>
      )}
    </div>
  )
}

const Track = ({ axis, lane: { pale, row } }: { readonly axis: Axis; readonly lane: Lane }) => {
  const { timing } = words.value
  return (
    <>
      {pale !== undefined && (
        <Bar
          isPale
          stage={pale.stage}
          from={shareOf(axis, pale.startMs)}
          length={shareOf(axis, pale.endMs - pale.startMs)}
        />
      )}
      {row !== undefined && (
        <Bar
          stage={row.stage}
          from={shareOf(axis, row.startMs)}
          length={shareOf(axis, row.endMs - row.startMs)}
        />
      )}
      <span class="hidden">
        {row !== undefined && timing.from(milliseconds(row.startMs), milliseconds(row.endMs))}
        {row !== undefined && pale !== undefined && "; "}
        {pale !== undefined &&
          timing.ofTheModel(milliseconds(pale.startMs), milliseconds(pale.endMs))}
      </span>
    </>
  )
}

export const WaterfallView = ({ race, waterfall }: Props) => {
  const chosen = useSignal<number | undefined>(undefined)
  const { stages, timing } = words.value
  const { longest, rows } = waterfall
  const axis = axisOf(Math.max(waterfall.lastMs, race?.waterfall.lastMs ?? 0))
  const lines = linesOf(waterfall, race, axis)
  const nameOf = ({ stage }: Row) => stages[stage]?.[0] ?? stage
  return (
    <section class="waterfall" aria-label={timing.stages}>
      <Legend axis={axis} race={race} waterfall={waterfall} />
      {axis.isWidened && (
        <p class="hint">{timing.widened(milliseconds(usualMs), milliseconds(axis.endMs))}</p>
      )}
      <WaterfallTable axis={axis} names={[timing.stage, timing.when, timing.took]}>
        {lanesOf(waterfall, race?.waterfall).map((lane, at) => {
          const { pale, row } = lane
          const shown = row ?? pale
          return shown === undefined ? null : (
            <tr
              key={at}
              data-part={shown.isPart}
              data-pale={row === undefined}
              data-failed={row !== undefined && isFailed(row)}
              data-longest={row !== undefined && row === longest}
              data-chosen={at === chosen.value}
            >
              <th scope="row">
                {row === undefined ? (
                  <span class="name">{nameOf(shown)}</span>
                ) : (
                  <button
                    type="button"
                    aria-pressed={at === chosen.value}
                    onClick={() => (chosen.value = at)}
                  >
                    {nameOf(row)}
                  </button>
                )}
              </th>
              <td class="track" onClick={() => row !== undefined && (chosen.value = at)}>
                <Lines at={lines} />
                <Track axis={axis} lane={lane} />
              </td>
              <td class="figure">{milliseconds(shown.endMs - shown.startMs)}</td>
            </tr>
          )
        })}
      </WaterfallTable>
      {race !== undefined && <p class="hint">{timing.pale}</p>}
      <Facts row={chosen.value === undefined ? tellingRow(waterfall) : rows[chosen.value]} />
    </section>
  )
}

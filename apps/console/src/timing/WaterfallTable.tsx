/** The parts that all waterfalls are drawn with: the table of the stages, bars, and vertical lines at moments. */
import type { ComponentChildren } from "preact"
import { type Axis, shareOf } from "./Axis.ts"
import { count, milliseconds } from "../words/Milliseconds.ts"

interface TableProps {
  /** Of the columns: for those who hear the table. */
  readonly names: readonly [stage: string, when: string, took: string]
  readonly axis: Axis
  readonly children: ComponentChildren
}

/** In words for the eye; who hears the table is told the times of each row. */
const Ticks = ({ axis }: { readonly axis: Axis }) => (
  <span class="axis" aria-hidden="true">
    {axis.ticks.map((ms) => (
      <i key={ms} style={{ "--at": shareOf(axis, ms) }}>
        {ms === axis.endMs ? milliseconds(ms) : count(ms)}
      </i>
    ))}
  </span>
)

export const WaterfallTable = ({ axis, children, names }: TableProps) => (
  <table style={{ "--ticks": axis.ticks.length - 1 }}>
    <colgroup>
      <col class="name" />
      <col />
      <col class="took" />
    </colgroup>
    <thead>
      <tr>
        {names.map((name, at) => (
          <th key={name} scope="col">
            <span class="hidden">{name}</span>
            {at === 1 && <Ticks axis={axis} />}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

/** Places and lengths are shares of the whole width, from 0 to 1. */
export const Bar = (props: {
  readonly stage?: string
  /** Behind another bar, and of another turn. */
  readonly isPale?: boolean
  readonly from: number
  readonly length: number
}) => (
  <i
    class={props.stage === undefined ? "bar outline" : props.isPale === true ? "bar pale" : "bar"}
    data-stage={props.stage}
    style={{ "--from": props.from, "--length": props.length }}
  />
)

export const Lines = (props: {
  readonly at: ReadonlyArray<{ readonly mark: string; readonly share: number }>
}) => (
  <span class="lines" aria-hidden="true">
    {props.at.map(({ mark, share }) => (
      <i key={mark} data-mark={mark} style={{ "--at": share }} />
    ))}
  </span>
)

/** The parts that all waterfalls are drawn with: the table of the stages, bars, and vertical lines at moments. */
import type { ComponentChildren } from "preact"
import { milliseconds } from "../words/Milliseconds.ts"

interface TableProps {
  /** Of the columns: for those who hear the table. */
  readonly names: readonly [stage: string, when: string, took: string]
  /** What the whole width stands for, where that is to be seen. */
  readonly axisMs?: number
  readonly children: ComponentChildren
}

export const WaterfallTable = ({ axisMs, children, names }: TableProps) => (
  <table>
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
            {axisMs !== undefined && at === 1 && (
              <span class="axis" aria-hidden="true">
                <i>0</i>
                <i>{milliseconds(axisMs)}</i>
              </span>
            )}
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
  readonly from: number
  readonly length: number
}) => (
  <i
    class={props.stage === undefined ? "bar outline" : "bar"}
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

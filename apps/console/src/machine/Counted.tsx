/**
 * What was counted of events: one figure for each, or a table with a row for each label. What was never counted is left
 * out, so that what happened is not lost among zeros.
 */
import { machineWords } from "./MachineWords.ts"
import { shown } from "./Panel.tsx"
import { labelsOf, type Samples, valueOf } from "./Samples.ts"
import { count } from "../words/Milliseconds.ts"

/** Those of which something was counted. */
export const Counted = (props: {
  readonly samples: Samples
  readonly family: string
  readonly events: ReadonlyArray<string>
}) => {
  const say = machineWords.value
  const counted = props.events.flatMap((event) => {
    const value = valueOf(props.samples, props.family, { event }) ?? 0
    return value > 0 ? [[event, value] as const] : []
  })
  if (counted.length === 0) return <p class="hint">{say.nothing}</p>
  return (
    <dl class="figures">
      {counted.map(([event, value]) => (
        <div key={event} title={say.eventNotes[event]}>
          <dt>{say.events[event] ?? event}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Rows of one label, columns of events. */
export const Events = (props: {
  readonly samples: Samples
  readonly family: string
  readonly label: string
  readonly heading: string
  readonly events: ReadonlyArray<string>
}) => {
  const of = (name: string, event: string) =>
    valueOf(props.samples, props.family, { [props.label]: name, event })
  const names = labelsOf(props.samples, props.family, props.label).filter((name) =>
    props.events.some((event) => (of(name, event) ?? 0) > 0),
  )
  if (names.length === 0) return <p class="hint">{machineWords.value.nothing}</p>
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{props.heading}</th>
          {props.events.map((event) => (
            <th key={event} scope="col" title={machineWords.value.eventNotes[event]}>
              {machineWords.value.events[event] ?? event}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {props.events.map((event) => (
              <td key={event}>{shown(of(name, event))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

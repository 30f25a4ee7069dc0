/** Buttons that switch the emulators' faults on and off, and what is switched on. */
import { type Fault, type Faults, isSame, switchable } from "./Faults.ts"
import { faultWords } from "./FaultWords.ts"

type Name = keyof typeof switchable

const namesOf = Object.keys(switchable) as ReadonlyArray<Name>

/** Until the last heals; undefined where one does not. */
const secondsLeft = (list: ReadonlyArray<Fault>): number | undefined => {
  const left = Math.max(...list.map(({ forMs = Infinity }) => forMs))
  return Number.isFinite(left) ? Math.ceil(left / 1_000) : undefined
}

interface Props {
  readonly faults: Faults
  /** How long a fault lasts; for good where absent. */
  readonly forMs?: number
  /** Without what each does. */
  readonly isBrief?: boolean
}

export const FaultSwitches = ({ faults, forMs, isBrief = false }: Props) => {
  const list = faults.list.value ?? []
  const say = faultWords.value
  const switches = namesOf.map((name) => {
    const wanted: ReadonlyArray<Fault> = switchable[name]
    return { name, wanted, isOn: wanted.every((fault) => list.some((one) => isSame(one, fault))) }
  })
  const on = switches.filter(({ isOn }) => isOn)
  const others = list.filter(
    (one) => !on.some(({ wanted }) => wanted.some((fault) => isSame(one, fault))),
  )
  const broken = on
    .map(({ name }) => say.fault[name][0])
    .concat(others.map(({ kind, service }) => `${service} ${kind}`))
    .join(", ")
  const left = secondsLeft(list)
  return (
    <>
      <ul class="faults" data-brief={isBrief}>
        {switches.map(({ isOn, name, wanted }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={isOn}
              title={isBrief ? say.fault[name][1] : undefined}
              onClick={() => void faults.turn(wanted, !isOn, forMs)}
            >
              {say.fault[name][0]}
            </button>
            {!isBrief && <p class="hint">{say.fault[name][1]}</p>}
          </li>
        ))}
      </ul>
      <div class="broken" data-broken={list.length > 0}>
        <span role="status">{list.length === 0 ? say.healthy : say.broken(broken)}</span>
        {list.length > 0 && left !== undefined && <span>{say.heals(left)}</span>}
        {list.length > 0 && (
          <button type="button" onClick={() => void faults.set([])}>
            {say.heal}
          </button>
        )}
      </div>
      {faults.problem.value !== "" && <p role="alert">{faults.problem.value}</p>}
    </>
  )
}

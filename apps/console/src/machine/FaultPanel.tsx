/** Buttons that switch the emulators' faults on and off. */
import type { Fault, Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"

const known = {
  "black-hole": [{ service: "bedrock", kind: "black-hole" }],
  throttle: [{ service: "bedrock", kind: "throttle" }],
  cut: [{ service: "bedrock", kind: "reset", afterEvents: 3 }],
  slow: [{ service: "opensearch", kind: "slow", delayMs: 400 }],
  // New connections are refused, and those that are open end: one alone would leave the other.
  redis: [
    { service: "redis", kind: "refuse" },
    { service: "redis", kind: "reset" },
  ],
} satisfies Record<string, ReadonlyArray<Fault>>

const isSame = (one: Fault, other: Fault): boolean =>
  one.service === other.service &&
  one.kind === other.kind &&
  one.afterEvents === other.afterEvents &&
  one.delayMs === other.delayMs

export const FaultPanel = ({ machine }: { readonly machine: Machine }) => {
  const faults = machine.faults.value
  if (faults === undefined) return null
  const say = machineWords.value
  const toggle = (wanted: ReadonlyArray<Fault>, isOn: boolean) => {
    const others = faults.filter((one) => !wanted.some((fault) => isSame(one, fault)))
    void machine.set(isOn ? others : [...others, ...wanted])
  }
  const names = (Object.keys(known) as ReadonlyArray<keyof typeof known>).map((name) => ({
    name,
    wanted: known[name],
    isOn: known[name].every((fault) => faults.some((one) => isSame(one, fault))),
  }))
  const named = names.filter(({ isOn }) => isOn)
  const others = faults.filter(
    (one) => !named.some(({ wanted }) => wanted.some((fault) => isSame(one, fault))),
  )
  const broken = named
    .map(({ name }) => say.fault[name][0])
    .concat(others.map(({ kind, service }) => `${service} ${kind}`))
    .join(", ")
  return (
    <section class="card wide" aria-label={say.faults}>
      <h2>{say.faults}</h2>
      <p class="hint">{say.faultsHint}</p>
      <ul class="faults">
        {names.map(({ isOn, name, wanted }) => (
          <li key={name}>
            <button type="button" aria-pressed={isOn} onClick={() => toggle(wanted, isOn)}>
              {say.fault[name][0]}
            </button>
            <p class="hint">{say.fault[name][1]}</p>
          </li>
        ))}
      </ul>
      <p class="broken" role="status" data-broken={faults.length > 0}>
        {faults.length === 0 ? say.healthy : say.broken(broken)}
        {faults.length > 0 && (
          <button type="button" onClick={() => void machine.set([])}>
            {say.heal}
          </button>
        )}
      </p>
      {machine.problem.value !== "" && <p role="alert">{machine.problem.value}</p>}
    </section>
  )
}

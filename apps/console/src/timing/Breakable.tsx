/** Below the picture, where emulators run on this machine: switches that break them for half a minute. */
import type { Faults } from "../faults/Faults.ts"
import { FaultSwitches } from "../faults/FaultSwitches.tsx"
import { faultWords } from "../faults/FaultWords.ts"

const forMs = 30_000

export const Breakable = ({ faults }: { readonly faults: Faults }) => {
  if (faults.list.value === undefined) return null
  const { brief, title } = faultWords.value
  return (
    <section class="breakable" aria-label={title}>
      <h3>{title}</h3>
      <p class="hint">{brief(forMs / 1_000)}</p>
      <FaultSwitches faults={faults} forMs={forMs} isBrief />
    </section>
  )
}

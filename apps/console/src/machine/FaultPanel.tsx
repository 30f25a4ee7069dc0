/** Panel with the switches of the emulators' faults, where emulators run. */
import type { Faults } from "../faults/Faults.ts"
import { FaultSwitches } from "../faults/FaultSwitches.tsx"
import { faultWords } from "../faults/FaultWords.ts"

export const FaultPanel = ({ faults }: { readonly faults: Faults }) => {
  if (faults.list.value === undefined) return null
  const { hint, title } = faultWords.value
  return (
    <section class="card wide" aria-label={title}>
      <h2>{title}</h2>
      <p class="hint">{hint}</p>
      <FaultSwitches faults={faults} />
    </section>
  )
}

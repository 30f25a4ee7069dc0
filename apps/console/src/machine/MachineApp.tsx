/**
 * The operators' page: readiness, how customers fare now, key figures, the last turns, a panel for each part of the system, and the controls that break
 * emulated services and replay configurations.
 */
import { Toolbar } from "../look/Toolbar.tsx"
import { FaultPanel } from "./FaultPanel.tsx"
import { Budgets, Endpoints, FailedTurns, Instances, MadeAhead } from "./Lists.tsx"
import type { Machine } from "./Machine.ts"
import { machineWords } from "./MachineWords.ts"
import { LastTurns } from "./LastTurns.tsx"
import { ReplayPanel } from "./ReplayPanel.tsx"
import { isAnythingUnwell, Shift } from "./Shift.tsx"
import { Ahead, Answers, Cache, Figures, Pool, Services, Sinks } from "./Panels.tsx"

export const MachineApp = ({ machine }: { readonly machine: Machine }) => {
  const say = machineWords.value
  const samples = machine.samples.value
  const readiness = machine.readiness.value
  const hasFault = machine.faults.isBroken
  const isUnwell = isAnythingUnwell(machine)
  const state =
    readiness?.draining === true
      ? say.draining
      : readiness?.ready === true
        ? hasFault
          ? say.readyWithFault
          : isUnwell
            ? say.readyUnwell
            : say.ready
        : say.notReady
  const isWell = readiness?.ready === true && !machine.isAway.value
  return (
    <div class="machine">
      <Toolbar title={say.title} />
      <main>
        <p class="readiness" role="status" data-well={isWell} data-fault={hasFault || isUnwell}>
          {machine.isAway.value ? say.away : state}
        </p>
        <Shift machine={machine} />
        <LastTurns machine={machine} />
        <Figures samples={samples} />
        <FaultPanel faults={machine.faults} />
        <div class="cards-of">
          <Answers samples={samples} />
          <Services machine={machine} />
          <Endpoints machine={machine} />
          <Instances machine={machine} />
          <Budgets machine={machine} />
          <Cache samples={samples} />
          <Pool samples={samples} />
          <Ahead samples={samples} />
          <FailedTurns machine={machine} />
          <MadeAhead machine={machine} />
          <Sinks samples={samples} />
        </div>
        <ReplayPanel machine={machine} />
      </main>
    </div>
  )
}

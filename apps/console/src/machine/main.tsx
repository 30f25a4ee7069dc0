/** Starts the operators' page (`/machine`). */
import { render } from "preact"
import { Machine } from "./Machine.ts"
import { MachineApp } from "./MachineApp.tsx"
import "../look/theme.css"
import "../look/frame.css"
import "../look/timing.css"
import "../look/faults.css"
import "../look/machine.css"
import "../look/replay.css"
import "../look/contrast.css"

const place = document.querySelector("#app")
if (place !== null) {
  const machine = new Machine()
  machine.watch()
  render(<MachineApp machine={machine} />, place)
}

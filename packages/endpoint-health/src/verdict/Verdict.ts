/**
 * Judges one endpoint by its measurements, its addresses, the control plane's data and earlier windows. Pure: no
 * clock, no network.
 *
 * The verdict has its reasons, the status of this window alone, and the status to publish.
 */
import { addressReasons } from "./AddressReasons.ts"
import { controlPlaneReasons } from "./ControlPlaneReasons.ts"
import type { Facts } from "./Facts.ts"
import { advance, type History } from "./History.ts"
import { measuredReasons } from "./MeasuredReasons.ts"
import { heaviestFirst, type Reason, type Status, statusOf } from "./Reason.ts"

export interface Verdict {
  /** What is published: it follows the windows only after three in a row. */
  readonly status: Status
  /** What this window alone says. */
  readonly windowStatus: Status
  /** Of this window, the heaviest first. */
  readonly reasons: ReadonlyArray<Reason>
  /** Give it to the next window. */
  readonly history: History
}

export const judge = (facts: Facts, before?: History): Verdict => {
  const reasons = heaviestFirst([
    ...measuredReasons(facts),
    ...addressReasons(facts),
    ...controlPlaneReasons(facts),
  ])
  const windowStatus = statusOf(reasons)
  const history = advance(before, windowStatus)
  return { status: history.status, windowStatus, reasons, history }
}

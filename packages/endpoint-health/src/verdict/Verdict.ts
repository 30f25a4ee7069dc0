/**
 * Judges whether one endpoint is healthy, degraded or unhealthy, by one check's measurements (a window), its
 * addresses, what the control plane (the EC2 API) knows of it, and the results of earlier checks. Pure: no clock, no
 * network.
 *
 * The verdict has the reasons, the status by this window alone, and the status to publish, which changes only after
 * three windows in a row that disagree with it. Pass its `history` on to the next check.
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

/**
 * The smallest degrade decision: is there still time for a step that needs so much?
 *
 * What to do instead is the caller's choice; note it with `Ledger.degrade`.
 */
import type { Ledger } from "./Ledger.ts"

/**
 * True when `neededMs` (a percentile measured for the step, not a hope) is within what is left.
 * An unknown need (`NaN`) never fits; a step that needs nothing always does.
 */
export const fits = (ledger: Pick<Ledger, "remainingMs">, neededMs: number): boolean =>
  neededMs <= 0 || neededMs <= ledger.remainingMs

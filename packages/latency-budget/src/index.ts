export { fits } from "./Fits.ts"
export { Ledger, type LedgerOptions, type StageEntry } from "./Ledger.ts"

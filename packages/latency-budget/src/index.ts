export { Ledger, type LedgerOptions, type StageEntry } from "./Ledger.ts"

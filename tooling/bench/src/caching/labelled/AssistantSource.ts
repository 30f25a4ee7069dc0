/**
 * Re-exports the parser of the store's questions (`read`) and its grammar, so that their loading can be measured by one
 * import.
 */
export { read, storeGrammar, storeWorld } from "@manga-assist/store-grammar"

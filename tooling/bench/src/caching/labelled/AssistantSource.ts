/**
 * Re-exports the parser of the store's questions (`read`), so that its loading can be measured by one
 * import.
 */
export { read, storeWorld } from "@manga-assist/store-grammar"

/** What a text means to the store, as it is measured here. */
export { read, storeGrammar, storeWorld } from "@manga-assist/store-grammar"

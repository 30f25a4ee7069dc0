/** The reader of the store's texts, imported by path for measurements. */
export { read, storeGrammar, storeWorld } from "@manga-assist/store-grammar"

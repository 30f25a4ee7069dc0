/** What other packages use of the catalogue's writer: tables, embeddings and the index. */
export { concurrency, embedSeries } from "./Embed.ts"
export { type Progress, progressOn } from "./Progress.ts"
export { writeTables } from "./ProductTables.ts"
export { writeIndex } from "./SearchIndex.ts"
export { searchRequests } from "./SearchRequests.ts"

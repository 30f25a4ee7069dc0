/**
 * Public entry of the catalogue's writer for other packages: `writeTables` fills the DynamoDB tables, `embedSeries`
 * makes a vector for each series (`concurrency` requests at a time), `writeIndex` makes the search index.
 * `searchRequests` is the client through which `writeIndex` sends its requests to OpenSearch.
 */
export { concurrency, embedSeries } from "./Embed.ts"
export { type Progress, progressOn } from "./Progress.ts"
export { writeTables } from "./ProductTables.ts"
export { writeIndex } from "./SearchIndex.ts"
export { searchRequests } from "./SearchRequests.ts"

/**
 * Public entry of the catalogue's writer for other packages: `writeDemo` fills the product table and the search index with
 * the demo catalogue, `writeFile` with that of a file, `indexWritten` the index with what the table has, `writeDemoOrders` the
 * demo customers' orders anew around another day, at the places that
 * `productTable`, `productIndex` and `embedWith` make of clients (`concurrency` embeddings at a time). `searchClient` makes the
 * client through which the index is asked.
 */
export { defaultSource } from "./Arguments.ts"
export { indexWritten, writeDemo, writeFile } from "./Demo.ts"
export { type Progress, progressOn } from "./Progress.ts"
export type { Places } from "./sync/Apply.ts"
export { writeDemoOrders } from "./sync/DemoCustomers.ts"
export { searchClient } from "./SearchClient.ts"
export { concurrency, embedWith } from "./sync/Embed.ts"
export { productIndex } from "./sync/ProductIndex.ts"
export { productTable } from "./sync/ProductTable.ts"

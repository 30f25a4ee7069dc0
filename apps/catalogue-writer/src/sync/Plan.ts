/**
 * What has to be written and removed so that the table and the index hold what is wanted. It is found by comparing with what
 * they hold now: that is all the memory that an import has, so one that was killed goes on where it was.
 *
 * Only what the same source wrote is removed. A table's row without a source is taken over if it is wanted, else left alone.
 */
import { Effect, Stream } from "effect"
import type { CatalogueError } from "../CatalogueError.ts"
import type { ProductIndex } from "./ProductIndex.ts"
import { type Item, type ProductTable } from "./ProductTable.ts"
import { rowHash, type Wanted } from "../Wanted.ts"

export interface TablePlan {
  /** Rows of this source that are there. */
  readonly held: number
  /** Ids of products. */
  readonly put: ReadonlySet<string>
  readonly gone: ReadonlyArray<string>
  /** Ids of wanted products that another source wrote → that source. */
  readonly taken: ReadonlyMap<string, string>
}

export interface IndexPlan {
  /** Ids of products. */
  readonly add: ReadonlySet<string>
  /** Documents that are not as wanted, by product: of another content, or one too many. */
  readonly replaced: ReadonlyMap<string, ReadonlyArray<string>>
  /** Of products with an outdated document: its hash. */
  readonly outdated: ReadonlyMap<string, string>
  /** Documents of products that are not wanted, by product. */
  readonly gone: ReadonlyMap<string, ReadonlyArray<string>>
}

const push = (into: Map<string, Array<string>>, id: string, document: string) => {
  const known = into.get(id)
  if (known === undefined) into.set(id, [document])
  else known.push(document)
}

export const planTable = (
  wanted: Wanted,
  table: ProductTable,
  source: string,
): Effect.Effect<TablePlan, CatalogueError> =>
  Effect.suspend(() => {
    const put = new Set(wanted.products.keys())
    const gone: Array<string> = []
    const taken = new Map<string, string>()
    let held = 0
    const compare = (item: Item) => {
      const { id } = item
      if (typeof id !== "string") return
      const product = wanted.products.get(id)
      const owner = item["source"]
      if (owner !== undefined && owner !== source) {
        if (product !== undefined) taken.set(id, typeof owner === "string" ? owner : "?")
        return
      }
      if (owner === source) held += 1
      if (product === undefined) {
        if (owner === source) gone.push(id)
        return
      }
      const series = wanted.series.get(product.seriesId)
      const isAsWanted =
        owner === source &&
        rowHash(item) === product.hash &&
        item["title"] === series?.title &&
        item["japaneseTitle"] === series?.japaneseTitle &&
        // Without it the names of the series are nobody's.
        (item["volume"] !== undefined || item["named"] !== undefined)
      if (isAsWanted) put.delete(id)
    }
    return table.items.pipe(
      Stream.runForEach((item) => Effect.sync(() => compare(item))),
      Effect.map(() => ({ held, put, gone, taken })),
    )
  })

export const planIndex = (
  wanted: Wanted,
  index: Pick<ProductIndex, "documents">,
  source: string,
  model: string,
  /** Called with each document. */
  seen: (document: string) => void = () => undefined,
): Effect.Effect<IndexPlan, CatalogueError> =>
  Effect.suspend(() => {
    const add = new Set(wanted.products.keys())
    const replaced = new Map<string, Array<string>>()
    const outdated = new Map<string, string>()
    const gone = new Map<string, Array<string>>()
    return index.documents(source).pipe(
      Stream.runForEach(({ document, hash, id }) =>
        Effect.sync(() => {
          seen(document)
          const product = wanted.products.get(id)
          if (product === undefined) push(gone, id, document)
          else if (hash !== wanted.documentHash(product, model)) {
            push(replaced, id, document)
            outdated.set(id, hash)
          } else if (!add.delete(id)) push(replaced, id, document)
        }),
      ),
      Effect.map(() => ({ add, replaced, outdated, gone })),
    )
  })

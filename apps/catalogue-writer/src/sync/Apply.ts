/**
 * Carries a plan out: rows of the table first, then their documents, 500 products at a time and two such parts at once;
 * what is gone goes from the index first. The result are the
 * documents that were added. Killed at any moment it leaves what the next plan finds.
 */
import { productOfRow, type ProductRow } from "@manga-assist/catalogue/rows"
import { Cache, Clock, Effect, Stream } from "effect"
import { chunksOf } from "./Chunks.ts"
import { CatalogueError } from "../CatalogueError.ts"
import type { Embed } from "./Embed.ts"
import type { IndexPlan, TablePlan } from "./Plan.ts"
import type { ProductIndex } from "./ProductIndex.ts"
import { itemOf, type ProductTable } from "./ProductTable.ts"
import { rowHash, type Wanted } from "../Wanted.ts"

const partSize = 500
const partsAtATime = 2
/** Of each part; a client needs twice as many sockets. */
const embeddingsAtATime = 8
/** Vectors of series that are kept for their other entries. */
const keptVectors = 2_000

export interface Places {
  readonly table: ProductTable
  readonly index: ProductIndex
  readonly embed: Embed
  /** Of embeddings. */
  readonly model: string
  readonly source: string
}

const changed = new CatalogueError({
  reason: "file",
  detail: "the file was changed while it was imported: import it again",
})

export const apply = (
  wanted: Wanted,
  { embed, index, model, source, table }: Places,
  plans: { readonly table: Pick<TablePlan, "put" | "gone">; readonly index: IndexPlan },
  progress: (done: number, total: number) => void,
): Effect.Effect<Set<string>, CatalogueError> =>
  Effect.gen(function* () {
    const added = new Set<string>()
    const { add, gone, outdated, replaced } = plans.index
    const { put } = plans.table
    const written = new Set([...put, ...add])
    const total = written.size + gone.size + plans.table.gone.length
    let done = 0
    const advance = (count: number) =>
      Effect.sync(() => {
        done += count
        if (total > 0) progress(done, total)
      })

    const seriesOf = ({ seriesId }: ProductRow) => {
      const series = wanted.series.get(seriesId)
      return series === undefined ? Effect.fail(changed) : Effect.succeed(series)
    }
    const ofSeries = yield* Cache.make({
      capacity: keptVectors,
      lookup: (id: string) => {
        const series = wanted.series.get(id)
        return series === undefined ? Effect.fail(changed) : embed(series)
      },
    })

    /** By id of the product: made of the series, or that of the document which is replaced. */
    const vectorsOf = Effect.fnUntraced(function* (rows: ReadonlyArray<ProductRow>) {
      const entries = rows.filter(({ id }) => wanted.products.get(id)?.isEntry === true)
      const keep = entries.filter(({ id, seriesId }) =>
        outdated.get(id)?.endsWith(`.${wanted.vectorHash(seriesId, model)}`),
      )
      const kept = yield* index.vectors(keep.map(({ id }) => id))
      const made = yield* Effect.forEach(
        entries.filter(({ id }) => !kept.has(id)),
        ({ id, seriesId }) =>
          Effect.map(Cache.get(ofSeries, seriesId), (vector) => [id, vector] as const),
        { concurrency: embeddingsAtATime },
      )
      return new Map([...kept, ...made])
    })

    const documentsOf = Effect.fnUntraced(function* (rows: ReadonlyArray<ProductRow>) {
      const vectors = yield* vectorsOf(rows)
      return yield* Effect.forEach(rows, (row) =>
        Effect.map(seriesOf(row), (series) => {
          const product = wanted.products.get(row.id)
          const hash = product === undefined ? "" : wanted.documentHash(product, model)
          const document = JSON.stringify({ ...productOfRow(row, series), source, hash })
          const vector = vectors.get(row.id)
          return vector === undefined ? document : `${document.slice(0, -1)},"vector":${vector}}`
        }),
      )
    })

    const writePart = Effect.fnUntraced(function* (rows: ReadonlyArray<ProductRow>) {
      if (rows.some((row) => wanted.products.get(row.id)?.hash !== rowHash({ ...row }))) {
        return yield* changed
      }
      const at = new Date(yield* Clock.currentTimeMillis)
      const items = yield* Effect.forEach(
        rows.filter(({ id }) => put.has(id)),
        (row) => Effect.map(seriesOf(row), (series) => itemOf(row, series, source, at)),
      )
      const [documents] = yield* Effect.all(
        [documentsOf(rows.filter(({ id }) => add.has(id))), table.put(items)],
        { concurrency: 2 },
      )
      const ids = yield* index.write(
        documents,
        rows.flatMap(({ id }) => replaced.get(id) ?? []),
      )
      for (const id of ids) added.add(id)
      yield* advance(rows.length)
    })

    yield* wanted.rows.pipe(
      Stream.filter(({ id }) => written.has(id)),
      Stream.grouped(partSize),
      Stream.mapEffect(writePart, { concurrency: partsAtATime }),
      Stream.runDrain,
    )
    if (done < written.size) return yield* changed
    // Of products that are as wanted but for a document too many.
    const left = [...replaced].filter(([id]) => !written.has(id)).flatMap(([, all]) => all)
    for (const some of chunksOf([...left, ...[...gone.values()].flat()], partSize)) {
      yield* index.write([], some)
    }
    yield* advance(gone.size)
    for (const some of chunksOf(plans.table.gone, partSize)) {
      yield* table.remove(some)
      yield* advance(some.length)
    }
    return added
  })

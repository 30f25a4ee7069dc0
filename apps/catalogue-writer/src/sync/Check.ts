/** Compares the table with the rules of a file's rows, and the index with the table: what differs, by product. */
import { Effect, Stream } from "effect"
import type { CatalogueError } from "../CatalogueError.ts"
import type { Places } from "./Apply.ts"
import { planIndex } from "./Plan.ts"
import { Wanted } from "../Wanted.ts"
import { readWritten } from "./WrittenRows.ts"

/** Sentences, each of which begins with the id of a product. */
export const differences = ({
  index,
  model,
  source,
  table,
}: Omit<Places, "embed">): Effect.Effect<
  { readonly products: number; readonly found: ReadonlyArray<string> },
  CatalogueError
> =>
  Effect.gen(function* () {
    const { faults, rows } = yield* readWritten(table, source)
    const wanted = new Wanted(Stream.fromIterable(rows))
    for (const row of rows) wanted.add(row, 0)
    const found = [
      ...faults.map(({ field, id, rule }) => `${id}: in the table ${field} ${rule}`),
      ...rows
        .filter(({ seriesId }) => !wanted.series.has(seriesId))
        .map(({ id, seriesId }) => `${id}: the table has no row of its series, ${seriesId}`),
    ]
    const faulty = new Set(faults.map(({ id }) => id))
    if ((yield* index.look) === "none")
      return { products: rows.length, found: [...found, "there is no index"] }
    const { add, gone, outdated, replaced } = yield* planIndex(wanted, index, source, model)
    return {
      products: rows.length,
      found: [
        ...found,
        ...Array.from(add, (id) =>
          outdated.has(id)
            ? `${id}: the index has another content than the table`
            : `${id}: is in the table, not in the index`,
        ),
        ...[...replaced.keys()]
          .filter((id) => !add.has(id))
          .map((id) => `${id}: is in the index more than once`),
        ...[...gone.keys()]
          .filter((id) => !faulty.has(id))
          .map((id) => `${id}: is in the index, not in the table`),
      ],
    }
  })

/**
 * Makes table and index hold what is wanted, and waits until the index shows it. Nothing is written if a wanted product
 * belongs to another source, or if more would be removed than may be: the file was then probably cut off.
 */
import { Data, Duration, Effect } from "effect"
import { type Fault } from "../file/Fault.ts"
import { apply, type Places } from "./Apply.ts"
import { patience } from "./Call.ts"
import { CatalogueError } from "../CatalogueError.ts"
import { type IndexPlan, planIndex, planTable, type TablePlan } from "./Plan.ts"
import type { Wanted } from "../Wanted.ts"

/** What an import does, or with a dry run would do. */
export interface Report {
  readonly products: number
  readonly rowsWritten: number
  readonly documentsWritten: number
  readonly removed: number
}

/** Nothing was written. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly faults: ReadonlyArray<Fault>
  /** Set where the rows are right but too many would go. */
  readonly removes?: { readonly count: number; readonly of: number }
}> {}

export interface Synchronize {
  readonly wanted: Wanted
  readonly places: Places
  /** Compares only. */
  readonly dryRun: boolean
  /** Products that may be removed; one in ten of those that are there when absent. */
  readonly mostRemoved?: number | undefined
  readonly progress: (stage: "products" | "search", done: number, total: number) => void
}

const nothing: IndexPlan = {
  add: new Set(),
  replaced: new Map(),
  outdated: new Map(),
  gone: new Map(),
}

/** What the index lacks; all where there is none. */
const lookAt = Effect.fnUntraced(function* (wanted: Wanted, { index, model, source }: Places) {
  const found = yield* index.look
  const plan =
    found === "none"
      ? { ...nothing, add: new Set(wanted.products.keys()) }
      : yield* planIndex(wanted, index, source, model)
  return { isNew: found === "none", plan }
})

type Looked = Effect.Success<ReturnType<typeof lookAt>>

const write = Effect.fnUntraced(function* (
  { places, progress, wanted }: Pick<Synchronize, "places" | "progress" | "wanted">,
  rows: Pick<TablePlan, "put" | "gone">,
  { isNew, plan }: Looked,
) {
  if (isNew) yield* places.index.make
  const added = yield* apply(wanted, places, { table: rows, index: plan }, (done, total) => {
    progress("products", done, total)
  })
  yield* settle(wanted, added, places, progress)
  if (isNew) yield* places.index.warm
})

export const synchronize = Effect.fn("synchronize")(function* (options: Synchronize) {
  const { dryRun, mostRemoved, places, wanted } = options
  const rows = yield* planTable(wanted, places.table, places.source)
  const documents = yield* lookAt(wanted, places)
  const faults = Array.from(rows.taken, ([id, owner]) => ({
    row: wanted.products.get(id)?.row ?? 0,
    field: "id",
    rule: `must not be that of a product which the source "${owner}" wrote`,
    found: id,
  }))
  if (faults.length > 0) return yield* new Refused({ faults })
  const removed = Math.max(rows.gone.length, documents.plan.gone.size)
  const of = Math.max(rows.held, removed)
  if (removed > (mostRemoved ?? Math.floor(of / 10))) {
    return yield* new Refused({ faults: [], removes: { count: removed, of } })
  }
  const report: Report = {
    products: wanted.products.size,
    rowsWritten: rows.put.size,
    documentsWritten: documents.plan.add.size,
    removed,
  }
  if (!dryRun) yield* write(options, rows, documents)
  return report
})

/** The index alone: of the table nothing is read or written. */
export const synchronizeIndex = Effect.fn("synchronizeIndex")(function* (
  options: Pick<Synchronize, "places" | "progress" | "wanted">,
) {
  const documents = yield* lookAt(options.wanted, options.places)
  yield* write(options, { put: new Set(), gone: [] }, documents)
})

const longestPause = Duration.seconds(8)

/**
 * Until each product has one document, there is no other, and all that were added were seen: Serverless shows what was
 * written within a minute, so that a resumed import may have written a second one of what it did not see.
 */
const settle = (
  wanted: Wanted,
  unseen: Set<string>,
  { index, model, source }: Places,
  progress: Synchronize["progress"],
): Effect.Effect<void, CatalogueError> => {
  const total = wanted.products.size
  const look = (pause: Duration.Duration): Effect.Effect<void, CatalogueError> =>
    Effect.gen(function* () {
      const { add, gone, replaced } = yield* planIndex(wanted, index, source, model, (document) =>
        unseen.delete(document),
      )
      if (total > 0) progress("search", total - add.size, total)
      const tooMany = [...replaced.values(), ...gone.values()].flat()
      if (add.size === 0 && tooMany.length === 0 && unseen.size === 0) return
      yield* index.write([], tooMany)
      yield* Effect.sleep(pause)
      yield* look(Duration.min(Duration.times(pause, 2), longestPause))
    })
  return look(Duration.millis(500)).pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () =>
        Effect.fail(
          new CatalogueError({
            reason: "unseen",
            detail:
              "opensearch: documents are not found 90 s after they were written: run it again",
          }),
        ),
    }),
  )
}

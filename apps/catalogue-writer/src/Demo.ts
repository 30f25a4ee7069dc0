/**
 * Writes the demo catalogue, or that of a shop, as an import would, and the demo's customers on request; makes an index of
 * what the table has.
 */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { demoRows, type ProductRow } from "@manga-assist/catalogue/rows"
import { Effect, Stream } from "effect"
import { CatalogueError } from "./CatalogueError.ts"
import { checkFile } from "./file/CatalogueFile.ts"
import { faultText } from "./file/Fault.ts"
import type { Progress } from "./Progress.ts"
import type { Places } from "./sync/Apply.ts"
import { writeDemoCustomers } from "./sync/DemoCustomers.ts"
import { synchronize, synchronizeIndex } from "./sync/Synchronize.ts"
import { Wanted } from "./Wanted.ts"
import { readWritten } from "./sync/WrittenRows.ts"

const wantedOf = (rows: ReadonlyArray<ProductRow>): Wanted => {
  const wanted = new Wanted(Stream.fromIterable(rows))
  for (const [at, row] of rows.entries()) wanted.add(row, at + 1)
  return wanted
}

/** Rows of the table that break the rules of a file, or have no series, are left out. */
export const indexWritten = (places: Places, progress: Progress) =>
  Effect.gen(function* () {
    const { rows } = yield* readWritten(places.table, places.source)
    const series = new Set(
      rows.flatMap(({ seriesId, volume }) => (volume === undefined ? seriesId : [])),
    )
    const wanted = wantedOf(rows.filter(({ seriesId }) => series.has(seriesId)))
    yield* synchronizeIndex({ wanted, places, progress })
  })

/** `file`: CSV. Fails with all that is wrong with it, or as an import does. */
export const writeFile = (options: {
  readonly file: string
  readonly places: Places
  readonly progress: Progress
}) =>
  Effect.gen(function* () {
    const { file, places, progress } = options
    const { faults, wanted } = yield* checkFile(file, "csv")
    if (faults.count > 0) {
      const detail = `${file}: ${faults.told.map(faultText).join("; ")}`
      return yield* new CatalogueError({ reason: "file", detail })
    }
    return yield* synchronize({ wanted, places, dryRun: false, progress })
  })

export const writeDemo = (options: {
  readonly dynamoDb: DynamoDBClient
  readonly prefix: string
  readonly places: Places
  /** The twenty customers of the demo, and their orders around this ISO date; absent: neither. */
  readonly customersOn?: string | undefined
  readonly progress: Progress
}) =>
  Effect.gen(function* () {
    const { customersOn, dynamoDb, places, prefix, progress } = options
    if (customersOn !== undefined) yield* writeDemoCustomers(dynamoDb, prefix, customersOn)
    return yield* synchronize({
      wanted: wantedOf(Array.from(demoRows())),
      places,
      dryRun: false,
      progress,
    })
  })

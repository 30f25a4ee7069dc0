/** Runs one job of the command line, and says on standard output what came of it; its exit code if it is none of `runMain`. */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { demoDay, shopAt } from "@manga-assist/catalogue"
import { ExitCode } from "@manga-assist/process"
import { Effect } from "effect"
import { defaultSource, type Job } from "./Arguments.ts"
import { CatalogueError } from "./CatalogueError.ts"
import { writeDemo } from "./Demo.ts"
import { checkFile } from "./file/CatalogueFile.ts"
import { localFile } from "./file/FetchedFile.ts"
import { type Fault, faultText, mostTold } from "./file/Fault.ts"
import { writeRows } from "./file/WriteFile.ts"
import type { Progress } from "./Progress.ts"
import { writeRules } from "./Rules.ts"
import { searchClient } from "./SearchClient.ts"
import type { WriterSettings } from "./Settings.ts"
import type { Places } from "./sync/Apply.ts"
import { attempt } from "./sync/Call.ts"
import { differences } from "./sync/Check.ts"
import { embedWith } from "./sync/Embed.ts"
import { productIndex } from "./sync/ProductIndex.ts"
import { productTable } from "./sync/ProductTable.ts"
import { type Refused, type Report, synchronize } from "./sync/Synchronize.ts"
import { readWritten } from "./sync/WrittenRows.ts"

type Print = (line: string) => void

const invalid = 3
const differs = 4

const endWith = (code: number) =>
  Effect.map(ExitCode, (ending) => {
    ending.code = code
  })

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`

/** The first ones, and how many there are. */
const printSome = (print: Print, lines: ReadonlyArray<string>, count: number): void => {
  for (const line of lines.slice(0, mostTold)) print(line)
  if (count > mostTold) print(`… and ${count - mostTold} more`)
}

const refuse = (print: Print, faults: ReadonlyArray<Fault>, count: number) => {
  printSome(print, faults.map(faultText), count)
  print(`${plural(count, "fault")}: nothing was written`)
  return endWith(invalid)
}

const tooMany = ({ removes: { count, of } = { count: 0, of: 0 } }: Refused): string =>
  `${count} of the ${of} products that are there would be removed, more than one in ten: nothing was written`

const reportText = (
  { documentsWritten, products, removed, rowsWritten }: Report,
  dryRun: boolean,
): string => {
  const would = dryRun ? "would be " : ""
  return `${plural(products, "product")}: ${plural(rowsWritten, "row")} and ${plural(documentsWritten, "document")} ${would}written, ${removed} ${would}removed`
}

const runImport = (
  job: Extract<Job, { command: "import" }>,
  places: Places,
  print: Print,
  progress: Progress,
) =>
  Effect.gen(function* () {
    const { dryRun, file, format, mostRemoved } = job
    const { faults, wanted } = yield* checkFile(
      yield* localFile(file, process.env["DATA_DIR"] || undefined),
      format,
    )
    if (faults.count > 0) return yield* refuse(print, faults.told, faults.count)
    print(
      `the file is right: ${plural(wanted.products.size, "product")} of ${wanted.series.size} series`,
    )
    const report = yield* synchronize({ wanted, places, dryRun, mostRemoved, progress })
    print(reportText(report, dryRun))
  }).pipe(
    Effect.catchTag("Refused", (refused) => {
      if (refused.faults.length > 0) return refuse(print, refused.faults, refused.faults.length)
      print(`${tooMany(refused)}; --remove ${refused.removes?.count} allows it`)
      return endWith(invalid)
    }),
  )

const runExport = (
  { file, format }: Extract<Job, { command: "export" }>,
  places: Places,
  print: Print,
) =>
  Effect.gen(function* () {
    const { faults, rows } = yield* readWritten(places.table, places.source)
    if (faults.length > 0) {
      const told = faults.map(({ field, id, rule }) => `${id}, ${field}: ${rule}`)
      printSome(print, told, told.length)
      print(`${plural(faults.length, "fault")} in the table: no file was written`)
      return yield* endWith(invalid)
    }
    yield* writeRows(file, format, rows)
    print(`${plural(rows.length, "product")} written to ${file}`)
  })

const runCheck = (places: Places, print: Print) =>
  Effect.gen(function* () {
    const { found, products } = yield* differences(places)
    printSome(print, found, found.length)
    print(`${plural(products, "product")}, ${plural(found.length, "difference")}`)
    if (found.length > 0) yield* endWith(differs)
  })

const connected = Effect.acquireRelease(
  // Calls are retried by the rules of `Call.ts` alone.
  Effect.sync(() => ({
    bedrock: new BedrockRuntimeClient({ maxAttempts: 1 }),
    dynamoDb: new DynamoDBClient({ maxAttempts: 1 }),
  })),
  ({ bedrock, dynamoDb }) =>
    Effect.sync(() => {
      bedrock.destroy()
      dynamoDb.destroy()
    }),
)

export const run = (job: Job, settings: WriterSettings, print: Print, progress: Progress) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { genres } = yield* Effect.try({
        try: () => shopAt(process.env["SHOP_DIR"]),
        catch: (cause) => new CatalogueError({ reason: "file", detail: String(cause), cause }),
      })
      const { bedrock, dynamoDb } = yield* connected
      const { embeddingModel, searchIndex, searchService, searchUrl, tablePrefix } = settings
      const search = yield* Effect.acquireRelease(
        attempt("opensearch: its client", () => searchClient(searchUrl, searchService, bedrock)),
        (client) => Effect.promise(() => client.close()),
      )
      const places: Places = {
        table: productTable(dynamoDb, tablePrefix),
        index: productIndex(search, searchIndex),
        embed: embedWith(bedrock, embeddingModel, genres),
        model: embeddingModel,
        source: "source" in job ? job.source : defaultSource,
      }
      switch (job.command) {
        case "demo": {
          const { customers } = job
          return yield* writeDemo({
            dynamoDb,
            prefix: tablePrefix,
            places,
            customersOn: customers ? demoDay() : undefined,
            progress,
          }).pipe(
            Effect.map((report) => print(reportText(report, false))),
            Effect.catchTag("Refused", (refused) => {
              print(
                refused.removes === undefined
                  ? "another source wrote products of the demo: nothing was written"
                  : tooMany(refused),
              )
              return endWith(invalid)
            }),
          )
        }
        case "import":
          return yield* runImport(job, places, print, progress)
        case "export":
          return yield* runExport(job, places, print)
        case "rules":
          return yield* writeRules({ ...job, table: places.table }).pipe(
            Effect.map(({ topics, unasked }) => {
              print(`${plural(topics, "topic")} ${job.dryRun ? "would be " : ""}written`)
              if (unasked.length > 0) {
                print(
                  `no question is known to ask for ${unasked.join(", ")}: the model alone tells it`,
                )
              }
            }),
            Effect.catchTag("ShopError", ({ message }) => {
              print(`${message}: nothing was written`)
              return endWith(invalid)
            }),
          )
        case "check":
          return yield* runCheck(places, print)
      }
    }),
  )

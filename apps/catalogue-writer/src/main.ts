#!/usr/bin/env node
/**
 * Program: writes the catalogue to the DynamoDB tables and the search index that the settings name, then ends. Items of
 * the tables are overwritten; an index that is already complete stays as it is.
 *
 * Exit codes: 0 tables and index are complete; 1 a service refused; 2 wrong arguments or settings.
 */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { missingSettings } from "@manga-assist/process"
import { commandLine, optionsOf } from "@manga-assist/process/arguments"
import { embedSeries } from "./Embed.ts"
import { writeTables } from "./ProductTables.ts"
import { progressOn } from "./Progress.ts"
import { writeIndex } from "./SearchIndex.ts"
import { searchRequests } from "./SearchRequests.ts"
import { settingsOf, type WriterSettings } from "./Settings.ts"

const usage = `catalogue-writer [--demo-customers]
Writes the catalogue to DynamoDB and OpenSearch, so that the chat server gets ready. Safe to run again: an index that is
complete stays, any other is made anew, and search finds nothing until that is done.

  --demo-customers  the twenty customers of the demo and their orders as well
  --help

Settings, with the meaning that docs/operations.md gives them: AWS_REGION, DYNAMODB_TABLE_PREFIX, OPENSEARCH_URL,
OPENSEARCH_INDEX, OPENSEARCH_SERVICE, BEDROCK_EMBEDDING_MODEL.`

const { env } = process
const wrongUse = 2

const write = async (settings: WriterSettings, demoCustomers: boolean): Promise<void> => {
  const progress = progressOn(process.stderr)
  const bedrock = new BedrockRuntimeClient()
  const tables = new DynamoDBClient()
  try {
    await writeTables({ client: tables, prefix: settings.tablePrefix, demoCustomers, progress })
    const index = await writeIndex({
      request: searchRequests(settings.searchUrl, settings.searchService, bedrock),
      index: settings.searchIndex,
      vectors: () => embedSeries({ client: bedrock, model: settings.embeddingModel, progress }),
      progress,
    })
    console.log(`the tables are written, the index is ${index}`)
  } finally {
    bedrock.destroy()
    tables.destroy()
  }
}

const given = commandLine({ usage, wrongUse }, (args) =>
  optionsOf(args, { "--demo-customers": "switch" }),
)
const settings = missingSettings(env) ?? settingsOf(env)
if (given !== undefined && typeof settings === "string") {
  console.error(`error: ${settings}`)
  process.exitCode = wrongUse
} else if (given !== undefined && typeof settings !== "string") {
  await write(settings, given.has("--demo-customers")).catch((error: unknown) => {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  })
}

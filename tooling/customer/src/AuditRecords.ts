/**
 * One customer's audit records: from the log group `SINK_AUDIT_LOG_GROUP`, else from the files under `DATA_DIR/audit`.
 *
 * They are found by the pseudonym that the customer's key makes of their id, and by the id itself where a record was
 * written without a key. Logs are filtered by the service, page by page, over as long as the group keeps them.
 */
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs"
import { keyedHash } from "@manga-assist/async-sinks"
import { identifier } from "@manga-assist/process"
import { Config, Effect, Option, Schema } from "effect"
import { createReadStream, existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { CustomerError } from "./CustomerError.ts"

const AuditRecord = Schema.Struct({
  id: Schema.String,
  at: Schema.Finite,
  user: Schema.String,
  question: Schema.String,
  answer: Schema.String,
  finish: Schema.String,
})
export type AuditRecord = typeof AuditRecord.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(AuditRecord))

const failed = (place: string) => (cause: unknown) =>
  new CustomerError({ reason: "audit-failed", detail: `${place}: ${String(cause)}`, cause })

const fromGroup = Effect.fnUntraced(function* (
  logGroupName: string,
  names: ReadonlyArray<string>,
  progress: (line: string) => void,
) {
  const client = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new CloudWatchLogs({
          maxAttempts: 8,
          requestHandler: {
            connectionTimeout: 2_000,
            requestTimeout: 30_000,
            throwOnRequestTimeout: true,
          },
        }),
    ),
    (owned) => Effect.sync(() => owned.destroy()),
  )
  const filterPattern = `{ ${names.map((name) => `($.user = "${name}")`).join(" || ")} }`
  const lines: Array<string> = []
  let nextToken: string | undefined
  let pages = 0
  do {
    const page = yield* Effect.tryPromise({
      try: (abortSignal) =>
        client.filterLogEvents({ logGroupName, filterPattern, nextToken }, { abortSignal }),
      catch: failed(logGroupName),
    })
    lines.push(...(page.events ?? []).flatMap(({ message }) => message ?? []))
    nextToken = page.nextToken
    progress(`${(pages += 1)} pages of ${logGroupName} searched`)
  } while (nextToken !== undefined)
  return lines
})

const fromFiles = (directory: string, names: ReadonlyArray<string>) =>
  Effect.tryPromise({
    try: async () => {
      const lines: Array<string> = []
      if (!existsSync(directory)) return lines
      const files = readdirSync(directory).filter((name) => name.endsWith(".ndjson"))
      for (const file of files.toSorted()) {
        const input = createReadStream(join(directory, file))
        for await (const line of createInterface({ input, crlfDelay: Infinity })) {
          if (names.some((name) => line.includes(name))) lines.push(line)
        }
      }
      return lines
    },
    catch: failed(directory),
  })

/** Oldest first, each once; `clear`: how many of them have the id itself. */
export const auditOf = Effect.fnUntraced(function* (
  user: string,
  key: string | undefined,
  progress: (line: string) => void,
) {
  const names = key === undefined ? [user] : [keyedHash(key)(user), user]
  const group = yield* identifier("SINK_AUDIT_LOG_GROUP", "")
  const dataDir = yield* Config.NonEmptyString("DATA_DIR").pipe(Config.withDefault(".data"))
  const lines = yield* group === ""
    ? fromFiles(join(dataDir, "audit"), names)
    : fromGroup(group, names, progress)
  const records = lines
    .flatMap((line) => Option.toArray(decode(line)))
    .filter((record) => names.includes(record.user))
  const once = [...new Map(records.map((record) => [record.id, record])).values()]
  return {
    records: once.toSorted((one, other) => one.at - other.at),
    clear: once.filter((record) => record.user === user).length,
  }
})

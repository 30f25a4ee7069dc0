/** Parses the command line of `pnpm catalogue`. Pure; wrong arguments throw `WrongUse`. */
import { commandOf, optionsOf, refuse } from "@manga-assist/process/arguments"
import { isAddress } from "./file/FetchedFile.ts"
import { formatOf } from "./file/RawRecords.ts"

export const usage = `usage: catalogue demo [--demo-customers]
       catalogue import FILE [--source NAME] [--dry-run] [--remove N]
       catalogue export FILE [--source NAME]
       catalogue check [--source NAME]
       catalogue rules FILE [--dry-run]

demo     writes the demo catalogue, so that the chat server gets ready; the default. With --demo-customers the twenty
         customers of the demo and their orders as well.
import   makes the table and the search index hold what the file does, .csv, .ndjson or .jsonl: checks the whole file
         first and names every fault, writes what is new or changed, removes what is gone. Stopped at any moment, the
         same command goes on where it was. --dry-run only says what it would do. FILE may be an https address.
         At most one in ten of the products may go, unless --remove allows a number of them.
export   writes the products to a file that import takes.
check    compares the table with the rules of a file and the index with the table.
rules    writes the shop's own rules, a file as rules.json, to the table: running servers answer by them within a minute.
         A fault is named by its field, and nothing is written.

--source  whose products these are, \`catalogue\` when absent: those of other sources are left alone.
--help

Settings, with the meaning that docs/operations.md gives them: AWS_REGION, DYNAMODB_TABLE_PREFIX, OPENSEARCH_URL,
OPENSEARCH_INDEX, OPENSEARCH_SERVICE, BEDROCK_EMBEDDING_MODEL.
Exit codes: 0 done, 1 a service failed (run it again), 2 wrong arguments or settings, 3 nothing written: the file has
faults or too much would be removed, 4 check found differences, 130 stopped.`

export const defaultSource = "catalogue"

const fileOf = (words: ReadonlyArray<string>, command: "import" | "export") => {
  const [file] = words
  if (file === undefined) return refuse(`${command}: needs a FILE`)
  const format = formatOf(file)
  if (format === undefined) return refuse("FILE must end with .csv, .ndjson or .jsonl")
  if (command === "export" && isAddress(file)) return refuse("export: FILE must be a path")
  return { file, format }
}

const sourceOf = (given: ReadonlyArray<string>): string => given.at(-1) ?? defaultSource
const sourcePattern = /^[a-z0-9-]{1,40}$/u
const sourceRule = "1 to 40 of a-z, 0-9 and hyphens"

export const parseJob = (args: ReadonlyArray<string>) => {
  const { command, rest } = commandOf(args, ["demo", "import", "export", "check", "rules"], "demo")
  if (command === "demo") {
    const { has } = optionsOf(rest, { "--demo-customers": "switch" }, { of: command })
    return { command, customers: has("--demo-customers") } as const
  }
  if (command === "import") {
    const { has, matching, number, words } = optionsOf(
      rest,
      { "--source": "values", "--dry-run": "switch", "--remove": "value" },
      { of: command, words: 1 },
    )
    return {
      command,
      ...fileOf(words, command),
      source: sourceOf(matching("--source", sourcePattern, sourceRule)),
      dryRun: has("--dry-run"),
      mostRemoved: number("--remove", 0, 10_000_000),
    } as const
  }
  if (command === "rules") {
    const { has, words } = optionsOf(rest, { "--dry-run": "switch" }, { of: command, words: 1 })
    const [file] = words
    return {
      command,
      file: file ?? refuse("rules: needs a FILE"),
      dryRun: has("--dry-run"),
    } as const
  }
  const { matching, words } = optionsOf(
    rest,
    { "--source": "values" },
    { of: command, words: command === "export" ? 1 : 0 },
  )
  const source = sourceOf(matching("--source", sourcePattern, sourceRule))
  return command === "export"
    ? ({ command, ...fileOf(words, command), source } as const)
    : ({ command, source } as const)
}

export type Job = ReturnType<typeof parseJob>

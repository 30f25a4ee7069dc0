/** Catalogue files of any size, the program that imports them, and what the emulated table and index then hold. */
import { demoRows, type ProductRow } from "@manga-assist/catalogue/rows"
import { spawn } from "node:child_process"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { LocalAws } from "../src/LocalAws.ts"

const program = fileURLToPath(
  new URL("../../../apps/catalogue-writer/src/main.ts", import.meta.url),
)

/** The demo's rows, again and again under other ids and titles, until there are enough; the last series may be cut. */
export const manyRows = (count: number): ReadonlyArray<ProductRow> => {
  const demo = Array.from(demoRows())
  return Array.from({ length: count }, (_, at) => {
    const row = demo[at % demo.length]!
    const round = Math.floor(at / demo.length)
    if (round === 0) return row
    const seriesId = `${row.seriesId}-again-${round}`
    const id = `${seriesId}${row.id.slice(row.seriesId.length)}`
    return row.volume === undefined
      ? { ...row, id, seriesId, title: `${row.title} again ${round}` }
      : { ...row, id, seriesId }
  })
}

export const temporary = (name: string): string =>
  join(mkdtempSync(join(tmpdir(), "catalogue-")), name)

export const fileOf = (rows: ReadonlyArray<ProductRow>): string => {
  const file = temporary("catalogue.ndjson")
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""))
  return file
}

export const catalogue = (
  { environment }: Pick<LocalAws, "environment">,
  ...args: ReadonlyArray<string>
) => {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let [output, errors] = ["", ""]
  child.stdout.on("data", (data) => (output += String(data)))
  child.stderr.on("data", (data) => (errors += String(data)))
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, output, errors }))
  })
  return { ended, isOver: () => child.exitCode !== null, kill: () => child.kill("SIGKILL") }
}

/** How often each operation was asked for. */
export const requestsOf = async (local: LocalAws): Promise<Readonly<Record<string, number>>> => {
  const stats = (await (await fetch(`${local.admin}/stats`)).json()) as Record<
    string,
    { requests?: Record<string, number> }
  >
  return Object.assign({}, ...Object.values(stats).map(({ requests = {} }) => requests))
}

type Document = Readonly<Record<string, unknown>>

/** All documents of the index, by the service's own search. */
export const documentsOf = async ({ environment }: LocalAws) => {
  const url = `${environment["OPENSEARCH_URL"]}/${environment["OPENSEARCH_INDEX"]}/_search`
  const found: Array<Document> = []
  let from = ""
  for (;;) {
    const body = {
      size: 5_000,
      query: { bool: { filter: [{ range: { id: { gt: from } } }] } },
      sort: ["id"],
    }
    const reply = await fetch(url, { method: "POST", body: JSON.stringify(body) })
    const { hits } = (await reply.json()) as { hits: { hits: Array<{ _source: Document }> } }
    if (hits.hits.length === 0) return found
    found.push(...hits.hits.map(({ _source }) => _source))
    from = String(found.at(-1)?.["id"])
  }
}

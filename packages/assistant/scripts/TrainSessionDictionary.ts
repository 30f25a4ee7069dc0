/**
 * Trains the dictionary that session turns are compressed with: `pnpm train-dictionary FILE`.
 *
 * A dictionary that is in use must never change; write a better one to a new file, with the next id in
 * `SessionDictionary.ts`.
 */
import { writeFileSync } from "node:fs"
import { trainDictionary } from "@manga-assist/payload"
import { demoSession } from "./DemoSessions.ts"

/** Sessions 0 to 59 of each language; what is measured begins at 1,000. */
const samples = Array.from({ length: 60 }, (_, start) => [
  ...demoSession("en", start, 8),
  ...demoSession("ja", start, 8),
])
  .flat()
  .map((turn) => JSON.stringify(turn))

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error("name the file to write")
const bytes = trainDictionary(samples, { maxBytes: 16 * 1024 })
writeFileSync(file, bytes)
process.stdout.write(`${file}: ${bytes.length} bytes from ${samples.length} turns\n`)

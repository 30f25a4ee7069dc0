/** Writes a changed copy of the precompute worker's schedule into a folder, without its questions by demand. */
import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"

interface Pattern {
  readonly name: string
}

const own = new URL("../../../../packages/catalogue/src/manga/schedule.json", import.meta.url)

export interface ScheduleChange {
  readonly concurrency?: number
  readonly tokensPerHour?: number
  /** This pattern alone, with these fields. */
  readonly only?: { readonly name: string; readonly every?: string; readonly lead?: string }
}

export const scheduleOf = (
  folder: string,
  name: string,
  { only, ...change }: ScheduleChange,
): string => {
  const schedule = JSON.parse(readFileSync(own, "utf8")) as {
    readonly demand: object
    readonly patterns: ReadonlyArray<Pattern> // The worker itself checks the file.
  }
  const patterns = schedule.patterns.flatMap((pattern) => {
    if (only === undefined) return [pattern]
    return pattern.name === only.name ? [{ ...pattern, ...only }] : []
  })
  const file = path.join(folder, `${name}.json`)
  const demand = { ...schedule.demand, top: 0 }
  writeFileSync(file, JSON.stringify({ ...schedule, ...change, demand, patterns }))
  return file
}

/** What the benchmarks measured of one task, read from their results (`tooling/bench/results`). */
import { Schema } from "effect"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

const Result = Schema.Struct({
  date: Schema.String,
  figures: Schema.Array(Schema.Struct({ name: Schema.String, value: Schema.Number })),
})

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Result))

export interface Measured {
  /** Answers of the model a second that one core carries. */
  readonly missesPerSecond: number
  /** Open sockets that one process held. */
  readonly sockets: number
  /** Answered without a fresh call of the model. 0 to 1. */
  readonly hitRate: number
  /** Day of the oldest result. */
  readonly date: string
}

const resultOf = async (name: string) => {
  const file = new URL(`../../../tooling/bench/results/${name}.json`, import.meta.url)
  const { date, figures } = decode(await readFile(fileURLToPath(file), "utf8"))
  const value = (figure: string): number => {
    const found = figures.find((each) => each.name === figure)?.value
    if (found === undefined) throw new Error(`${name}.json has no figure "${figure}"`)
    return found
  }
  return { day: date.slice(0, 10), value }
}

export const readMeasured = async (): Promise<Measured> => {
  const [limits, mix] = await Promise.all([resultOf("limits"), resultOf("mix")])
  return {
    missesPerSecond: 1_000 / limits.value("processor time: a miss"),
    sockets: limits.value("idle sockets held by one process"),
    hitRate: mix.value("answered without a fresh model call"),
    date: [limits.day, mix.day].sort()[0] ?? "",
  }
}

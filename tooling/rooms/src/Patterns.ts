/**
 * Finds regular expressions whose time grows faster than the text they read: one such text from one visitor holds up
 * everybody else. Each literal of the syntax trees is judged by `recheck`. What it flags, or cannot judge, is to be
 * rewritten, or listed in `patterns.json` with the reason why its texts are short or its time is bounded.
 *
 * Verdicts are kept in `node_modules/.cache`. Patterns that a program puts together while it runs are not seen.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { dirname, join } from "node:path"
import { Worker } from "node:worker_threads"
import { parseSync, Visitor } from "oxc-parser"
import { folders } from "./Sources.ts"

export interface Literal {
  readonly source: string
  readonly flags: string
}

/** A literal as it is written, with the places where it stands. */
export type Patterns = ReadonlyMap<string, Literal & { readonly places: ReadonlyArray<string> }>

/** By pattern as it is written: why it may stay. */
export type Listed = Readonly<Record<string, string>>

/** `safe`, or what is wrong, by pattern as it is written. */
export type Verdicts = ReadonlyMap<string, string>

const written = ({ flags, source }: Literal): string => `/${source}/${flags}`

export const patternsOf = (path: string, text: string): ReadonlyArray<Literal> => {
  const found: Array<Literal> = []
  new Visitor({
    Literal: (literal) => {
      if ("regex" in literal && literal.regex !== null) {
        found.push({ source: literal.regex.pattern, flags: literal.regex.flags })
      }
    },
  }).visit(parseSync(path, text).program)
  return found
}

/** Of all sources, and of what builds and replays the console. */
export const readPatterns = (root: string): Patterns => {
  const patterns = new Map<string, Literal & { readonly places: Array<string> }>()
  for (const folder of [...folders, "apps/console/build", "apps/console/replay"]) {
    for (const path of globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root })) {
      for (const literal of patternsOf(path, readFileSync(join(root, path), "utf8"))) {
        const known = patterns.get(written(literal))
        if (known === undefined) patterns.set(written(literal), { ...literal, places: [path] })
        else if (!known.places.includes(path)) known.places.push(path)
      }
    }
  }
  return patterns
}

/** Without one of these nothing is repeated, and no text is read twice. */
const repeats = /[*+{]/u

const judgedBy = (literals: ReadonlyArray<Literal>): Promise<ReadonlyArray<string>> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("PatternWorker.ts", import.meta.url), {
      workerData: literals,
      env: { ...process.env, RECHECK_SYNC_BACKEND: "pure" },
    })
    worker.once("message", resolve)
    worker.once("error", reject)
  })

/** In as many threads as there are processors. */
export const judged = async (literals: ReadonlyArray<Literal>): Promise<Verdicts> => {
  const asked = literals.filter(({ source }) => repeats.test(source))
  const threads = availableParallelism()
  const shares = Array.from({ length: threads }, (_, thread) =>
    asked.filter((_literal, at) => at % threads === thread),
  ).filter((share) => share.length > 0)
  const verdicts = await Promise.all(shares.map(judgedBy))
  return new Map([
    ...literals.map((literal) => [written(literal), "safe"] as const),
    ...shares.flatMap((share, thread) =>
      share.map((literal, at) => [written(literal), verdicts[thread]?.[at] ?? ""] as const),
    ),
  ])
}

export const keptFile = "node_modules/.cache/rooms/patterns-recheck-4.5.0.json"

const keptIn = (file: string): Verdicts => {
  try {
    const verdicts: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, "utf8"))
    // A machine may have been too busy for one: it is asked again.
    return new Map(Object.entries(verdicts).filter(([, verdict]) => !verdict.includes("timeout")))
  } catch {
    return new Map()
  }
}

/** Those that were judged before are not judged again. */
export const judgedOnce = async (
  root: string,
  literals: ReadonlyArray<Literal>,
): Promise<Verdicts> => {
  const file = join(root, keptFile)
  const kept = keptIn(file)
  const unknown = literals.filter((literal) => !kept.has(written(literal)))
  if (unknown.length === 0) return kept
  const verdicts = new Map([...kept, ...(await judged(unknown))])
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(Object.fromEntries(verdicts)))
  return verdicts
}

/** Listed ones are not judged: some of them would take the whole deadline. */
export const unlisted = (patterns: Patterns, listed: Listed): ReadonlyArray<Literal> =>
  [...patterns].flatMap(([pattern, literal]) => (pattern in listed ? [] : [literal]))

/** One line for each pattern that is neither safe nor listed, and for each that is listed in vain. */
export const patternProblems = (
  patterns: Patterns,
  listed: Listed,
  verdicts: Verdicts,
): ReadonlyArray<string> => [
  ...[...patterns].flatMap(([pattern, { places }]) => {
    const verdict = pattern in listed ? "safe" : verdicts.get(pattern)
    return verdict === "safe" ? [] : [`${places.join(", ")}: ${pattern}: ${verdict}`]
  }),
  ...Object.keys(listed)
    .filter((pattern) => !patterns.has(pattern))
    .map((pattern) => `patterns.json lists ${pattern}, which no source has`),
]

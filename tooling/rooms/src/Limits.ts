/**
 * Checks limits: bytes, lines and line length of a source file, files in a folder, and the number of modules that
 * certain files may import. An exception that is no longer needed is a problem too.
 */
import { posix } from "node:path"
import type { Plan } from "./Plan.ts"
import type { Source } from "./Sources.ts"

type Limit = "bytes" | "lines" | "line length"

const limits = { files: 20, bytes: 20_480, lines: 300, lineLength: 400 } as const

/** What a file breaks, each with the line that says so. */
const broken = ({ path, text }: Source): ReadonlyMap<string, string> => {
  const found = new Map<Limit, string>()
  const bytes = Buffer.byteLength(text)
  if (bytes > limits.bytes) {
    found.set("bytes", `${path}: ${bytes} bytes, at most ${limits.bytes}`)
  }
  const lines = text.replace(/\n$/u, "").split("\n")
  if (lines.length > limits.lines) {
    found.set("lines", `${path}: ${lines.length} lines, at most ${limits.lines}`)
  }
  const long = lines.findIndex(({ length }) => length > limits.lineLength)
  if (long >= 0) {
    const { length } = lines[long] ?? ""
    found.set(
      "line length",
      `${path}:${long + 1}: ${length} characters, at most ${limits.lineLength}`,
    )
  }
  return found
}

/** What a folder breaks. */
const crowded = (
  sources: ReadonlyArray<Source>,
): ReadonlyMap<string, ReadonlyMap<string, string>> =>
  new Map(
    [...Map.groupBy(sources, ({ path }) => posix.dirname(path))]
      .filter(([, files]) => files.length > limits.files)
      .map(([folder, { length }]) => [
        folder,
        new Map([["files", `${folder}: ${length} files flat, at most ${limits.files}`]]),
      ]),
  )

const sizeProblems = (
  sources: ReadonlyArray<Source>,
  exceptions: Plan["exceptions"],
): ReadonlyArray<string> => {
  const excepted = new Map(exceptions.map(({ path, limits: all }) => [path, all]))
  const found = new Map([
    ...sources.map((source) => [source.path, broken(source)] as const),
    ...crowded(sources),
  ])
  return [
    ...[...found].flatMap(([path, all]) =>
      [...all].filter(([limit]) => !excepted.get(path)?.includes(limit)).map(([, line]) => line),
    ),
    // An exception that nothing needs would let the file grow again.
    ...exceptions.flatMap(({ path, limits: all }) =>
      all
        .filter((limit) => found.get(path)?.has(limit) !== true)
        .map((limit) => `${path}: needs no exception for ${limit}; take it out of rooms.json`),
    ),
  ]
}

const importProblems = (
  sources: ReadonlyArray<Source>,
  most: Plan["imports"],
): ReadonlyArray<string> =>
  Object.entries(most).flatMap(([file, count]) => {
    const source = sources.find(({ path }) => path === file)
    if (source === undefined) return [`${file}: rooms.json bounds its imports, and it is not there`]
    const { length } = source.imports
    return length > count ? [`${file}: imports ${length} modules, at most ${count}`] : []
  })

export const limitProblems = (
  sources: ReadonlyArray<Source>,
  plan: Plan,
): ReadonlyArray<string> => [
  ...sizeProblems(sources, plan.exceptions),
  ...importProblems(sources, plan.imports),
]

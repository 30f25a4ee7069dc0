/** Which texts are reread: those of the labelled pairs, and those of the tests and question lists. */
import { globSync, readFileSync } from "node:fs"

const root = new URL("../../../", import.meta.url)

const contentOf = (file: string): string => readFileSync(new URL(file, root), "utf8")
const filesOf = (pattern: string): ReadonlyArray<string> =>
  globSync(pattern, { cwd: root }).toSorted()

const labelled = (): ReadonlyArray<string> =>
  filesOf("packages/assistant/test/canonical/pairs/*.tsv").flatMap((file) =>
    contentOf(file)
      .trimEnd()
      .split("\n")
      .slice(1)
      .flatMap((line) => line.split("\t").slice(2)),
  )

const strings = /"([^"\\\n]{3,300})"|`([^`$\\]{3,300})`/gu

const tested = (): ReadonlyArray<string> => {
  const quoted = [
    "packages/{assistant,store-grammar}/test/**/*.ts",
    "tooling/bench/test/**/*.ts",
    "tooling/bench/lists/*.jsonl",
  ]
    .flatMap(filesOf)
    .flatMap((file) =>
      [...contentOf(file).matchAll(strings)].map(([, one, other]) => one ?? other ?? ""),
    )
  const listed = [
    "packages/assistant/test/conversation/*.txt",
    "packages/store-grammar/test/neighbours/*.tsv",
  ]
    .flatMap(filesOf)
    .flatMap((file) => contentOf(file).split(/[\t\n]/u))
  return [...quoted, ...listed].filter((text) => / |[^\x20-\x7e]/u.test(text))
}

export interface Texts {
  /** What may be shared of them must stay. */
  readonly labelled: ReadonlyArray<string>
  /** All that is read of them must stay. */
  readonly tested: ReadonlyArray<string>
}

export const textsToReread = (): Texts => ({
  labelled: [...new Set(labelled())],
  tested: [...new Set(tested())],
})

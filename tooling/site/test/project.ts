/** The files of the project, and what its documents say in code: spans between back-ticks and lines of shell. */
import { globSync, readFileSync, statSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** Installed, built or measured here: not of the project. */
const foreign = new Set(["node_modules", "dist", ".git", ".turbo", ".data", "cdk.out", ".image"])

/** Files and folders, from the root of the project, with `/`. */
export const paths: ReadonlyArray<string> = ["**/*", ".{changeset,ci,github}{,/**/*}"].flatMap(
  (pattern) => globSync(pattern, { cwd: root, exclude: (path) => foreign.has(basename(path)) }),
)

export const read = (path: string): string => readFileSync(join(root, path), "utf8")

/** The text of all files whose path matches, one after the other. */
export const textOf = (pattern: RegExp): string =>
  paths
    .filter((path) => pattern.test(path) && statSync(join(root, path)).isFile())
    .map(read)
    .join("\n")

const fence = /^ *```(\w*)\n([\s\S]*?)^ *```/gm

export interface Document {
  readonly path: string
  readonly text: string
  /** What stands between back-ticks, lines joined. */
  readonly spans: ReadonlyArray<string>
  /** Lines of fenced shell, continued ones joined. */
  readonly shell: ReadonlyArray<string>
  /** Targets of links, without those to other sites. */
  readonly links: ReadonlyArray<string>
}

const documentOf = (path: string): Document => {
  const text = read(path)
  const prose = text.replaceAll(fence, "")
  return {
    path,
    text,
    spans: [...prose.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replaceAll(/\s+/g, " ")),
    shell: [...text.matchAll(fence)]
      .filter(([, language = ""]) => ["", "bash", "sh"].includes(language))
      .flatMap(([, , lines = ""]) => lines.replaceAll("\\\n", " ").split("\n")),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target)),
  }
}

/** Every document but the notes of changes, which speak of what was. */
export const documents: ReadonlyArray<Document> = paths
  .filter((path) => path.endsWith(".md") && !/^\.changeset\/|CHANGELOG/.test(path))
  .map(documentOf)

/** What is wrong in all documents, each with the document's name. */
export const inAll = (
  problemsOf: (document: Document) => ReadonlyArray<string>,
): ReadonlyArray<string> =>
  documents.flatMap((document) => problemsOf(document).map((each) => `${document.path}: ${each}`))

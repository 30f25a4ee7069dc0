/**
 * Reads the source files of the workspace, each with the modules that it imports as values or as types. The checks of
 * `pnpm rooms` run on what it returns: which folders import which, and circles of imports.
 *
 * Tests, scripts and data are not sources.
 */
import { globSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { parseSync, Visitor } from "oxc-parser"

export interface Source {
  /** From the root of the workspace, with `/`: `packages/caching/src/tags/KnownVersions.ts`. */
  readonly path: string
  readonly text: string
  /** Modules that it names, each once: packages as written, files as paths from the root. */
  readonly imports: ReadonlyArray<string>
}

export const folders = [
  "packages/*/src",
  "apps/*/src",
  "tooling/*/src",
  "infra/src",
  "examples/src",
]

/** Every module that a file names: `import`, `export … from`, `import("…")`, as a value or as a type. */
const modulesOf = (path: string, text: string): ReadonlyArray<string> => {
  const { errors, module, program } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${path}: ${error.message}`)
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
  ]
  // The tree is made only when it is asked for, which takes most of the time.
  if (/\bimport\s*\(/u.test(text)) {
    new Visitor({
      ImportExpression: ({ source }) => {
        if (source.type === "Literal" && typeof source.value === "string") names.push(source.value)
      },
      TSImportType: ({ source }) => {
        names.push(source.value)
      },
    }).visit(program)
  }
  return [...new Set(names)]
}

/** A relative module as a path from the root; a package as it is. */
const resolved = (path: string, name: string): string =>
  name.startsWith(".") ? posix.join(posix.dirname(path), name) : name

export const sourceOf = (path: string, text: string): Source => ({
  path,
  text,
  imports: modulesOf(path, text).map((name) => resolved(path, name)),
})

/** Sorted by path. @throws Error for a file that cannot be parsed */
export const readSources = (root: string): ReadonlyArray<Source> =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => sourceOf(path, readFileSync(join(root, path), "utf8")))

/** `packages/caching` of `packages/caching/src/tags/KnownVersions.ts`. */
export const packageOf = (path: string): string => path.slice(0, path.indexOf("/src/"))

/** What is imported from the same package, as paths. */
export const innerImports = ({ path, imports }: Source): ReadonlyArray<string> =>
  imports.filter((each) => each.startsWith(`${packageOf(path)}/src/`))

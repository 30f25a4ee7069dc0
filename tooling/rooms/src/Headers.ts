/**
 * Lists module headers for readers who have not seen the code: a module's path, its first comment and the names that it
 * exports, and nothing else of it.
 *
 * A draw is a sample of 20 modules. Draw n takes those that seed n ranks first, and leaves out those of earlier draws.
 * The rank is a hash of the path, so that a new module changes a draw by one module at most.
 */
import { createHash } from "node:crypto"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseSync } from "oxc-parser"
import { folders } from "./Sources.ts"

export interface Module {
  /** From the root of the workspace. */
  readonly path: string
  /** Without its comment signs; empty when the module has none. */
  readonly header: string
  readonly exports: ReadonlyArray<string>
}

const drawn = 20

const headerOf = (text: string): string => {
  const [, comment = ""] = /^(?:#!.*\n)?\s*\/\*\*?([\s\S]*?)\*\//.exec(text) ?? []
  return comment.replaceAll(/^ *\* ?/gm, "").trim()
}

export const moduleOf = (path: string, text: string): Module => ({
  path,
  header: headerOf(text),
  exports: parseSync(path, text).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, moduleRequest }) => {
      if (exportName.name !== null) return exportName.name
      return moduleRequest === null ? "default" : `* of ${moduleRequest.value}`
    }),
  ),
})

/** Sorted by path. */
export const readModules = (root: string): ReadonlyArray<Module> =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.endsWith(".d.ts"))
    .sort()
    .map((path) => moduleOf(path, readFileSync(join(root, path), "utf8")))

const rank = (seed: number, { path }: Module): string =>
  createHash("sha256").update(`${seed} ${path}`).digest("hex")

/** Draw `number`, from 1 on; fewer than 20 when earlier draws have left fewer. */
export const drawOf = (modules: ReadonlyArray<Module>, number: number): ReadonlyArray<Module> => {
  let left = modules
  for (let seed = 1; ; seed += 1) {
    const ranked = left
      .map((module) => ({ module, rank: rank(seed, module) }))
      .sort((one, other) => (one.rank < other.rank ? -1 : 1))
      .map(({ module }) => module)
    if (seed === number) return ranked.slice(0, drawn)
    left = ranked.slice(drawn)
  }
}

export const moduleText = ({ exports, header, path }: Module): string =>
  `${path}\n${header || "(no header)"}\nexports: ${exports.join(", ") || "nothing"}\n`

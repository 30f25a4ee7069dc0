/** The sources that an app can reach from its `main.ts`, over all packages of the workspace. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string>>
}

const packages = ["packages", "apps", "tooling"].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const file = join(root, folder, name, "package.json")
    if (!existsSync(file)) return []
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest
    return [{ folder: join(root, folder, name), ...manifest }]
  }),
)

const imports = /(?:from\s+|import\(|import\s+)"([^"]+)"/g

const fileOf = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith(".")) return normalize(join(dirname(from), specifier))
  const owner = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
  const target = owner?.exports?.[`.${specifier.slice(owner.name.length)}`]
  return owner === undefined || target === undefined ? undefined : join(owner.folder, target)
}

/** File → its text, from `apps/<app>/src/main.ts` on. */
export const appSources = (app: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const waiting = [join(root, "apps", app, "src/main.ts")]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file) || !file.endsWith(".ts") || !existsSync(file)) continue
    const text = readFileSync(file, "utf8")
    found.set(file, text)
    for (const [, specifier = ""] of text.matchAll(imports)) {
      const target = fileOf(file, specifier)
      if (target !== undefined) waiting.push(target)
    }
  }
  return found
}

export const readRoot = (file: string): string => readFileSync(join(root, file), "utf8")

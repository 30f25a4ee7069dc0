/** The licences of what was bundled, which have to go with it. Our own packages have that of the package itself, and are named. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

interface Manifest {
  readonly name?: string
  readonly version: string
  readonly license: string
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

/** The folder of the package that a file belongs to: none for what the bundler made itself. */
const packageOf = (file: string): ReadonlyArray<string> => {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    // One without a name only says what kind of modules a folder holds.
    if (existsSync(join(folder, "package.json")) && manifestIn(folder).name !== undefined) {
      return [folder]
    }
  }
  return []
}

const licenceIn = (folder: string): string => {
  const { license, name, version } = manifestIn(folder)
  // Its text lies beside the file already.
  if (name?.startsWith("@manga-assist/") === true) return `${name} ${version} (${license})\n`
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/iu.test(entry))
  if (file === undefined) throw new Error(`${name} comes without the text of its licence`)
  const text = readFileSync(join(folder, file), "utf8").trim()
  return `${name} ${version} (${license})\n\n${text}\n`
}

/** The texts, by name. @throws Error for a package that has none. */
export const licencesOf = (modules: ReadonlyArray<string>): string =>
  [...new Set(modules.flatMap(packageOf))]
    .map(licenceIn)
    .toSorted()
    .join(`\n${"-".repeat(80)}\n\n`)

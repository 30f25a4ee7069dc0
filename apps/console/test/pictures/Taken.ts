/** Of which sources the pictures are: a digest beside them. Pictures of other sources are named, and no release takes them. */
import { createHash } from "node:crypto"
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../..", import.meta.url))
export const folder = join(root, "docs/pictures")
const record = join(folder, "taken.json")

/** What a page draws, and how it is told what to draw. */
const shown = ["apps/console/{src,pages}/**/*.*", "packages/client/src/**/*.ts"]

interface Taken {
  readonly date: string
  /** SHA-256 of the sources, and of each file. */
  readonly sources: string
  readonly pictures: Readonly<Record<string, string>>
}

const digest = (files: ReadonlyArray<string>): string => {
  const hash = createHash("sha256")
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest("hex")
}

const sources = () => digest(globSync(shown, { cwd: root }).toSorted())
const pictureOf = (file: string) => digest([`docs/pictures/${file}`])

export const writeTaken = (files: ReadonlyArray<string>): void => {
  const pictures = Object.fromEntries(files.toSorted().map((file) => [file, pictureOf(file)]))
  const date = new Date().toISOString().slice(0, 10)
  const taken: Taken = { date, sources: sources(), pictures }
  writeFileSync(record, `${JSON.stringify(taken, undefined, 2)}\n`)
}

/** Each with the reason why it is not what the page shows today. */
export const outdated = (files: ReadonlyArray<string>): ReadonlyArray<string> => {
  const taken: Taken = JSON.parse(readFileSync(record, "utf8"))
  const areOld = taken.sources !== sources()
  return files.flatMap((file) => {
    if (taken.pictures[file] !== pictureOf(file)) return [`${file}: not by this command`]
    return areOld ? [`${file}: taken on ${taken.date}, the page's sources changed since`] : []
  })
}

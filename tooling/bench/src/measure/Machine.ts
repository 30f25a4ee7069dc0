/** Describes the machine of a measurement: processor, cores, memory, Node, library versions, git revision. */
import { Schema } from "effect"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { findPackageJSON } from "node:module"
import { arch, cpus, release, totalmem, type } from "node:os"

export const Machine = Schema.Struct({
  system: Schema.String,
  cpu: Schema.String,
  cores: Schema.Finite,
  memoryGib: Schema.Finite,
  node: Schema.String,
  packages: Schema.Record(Schema.String, Schema.String),
  /** Absent outside a repository; ends in `+changes` when the measured tree differs from it. */
  revision: Schema.optionalKey(Schema.String),
})
export type Machine = typeof Machine.Type

/** `packages`: what the benchmark measures or measures with; `checkout`: of the programs that are measured. */
export const thisMachine = (packages: ReadonlyArray<string>, checkout?: string): Machine => {
  const revision = gitRevision(checkout)
  return {
    system: `${type()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    ...(revision === undefined ? {} : { revision }),
  }
}

const versionOf = (name: string): string => {
  const file = findPackageJSON(name, import.meta.url)
  if (file === undefined) return "unknown"
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version?: string } // Installed by npm.
  return version ?? "unknown"
}

const git = (cwd: string, ...parameters: ReadonlyArray<string>): string | undefined => {
  const options = { cwd, encoding: "utf8", timeout: 5_000 } as const
  const { status, stdout } = spawnSync("git", parameters, options)
  return status === 0 ? stdout.trim() : undefined
}

/** Of the repository that a folder is in; ends in `+changes` where programs differ from it. */
export const gitRevision = (folder = import.meta.dirname): string | undefined => {
  const head = git(folder, "rev-parse", "--short=12", "HEAD")
  if (head === undefined || head === "") return undefined
  // Results themselves do not change what is measured.
  const changes = git(folder, "status", "--porcelain", "--", ":/packages", ":/apps", ":/tooling")
  const measured = (changes ?? "").split("\n").filter((line) => !/\/results\//.test(line))
  return measured.some((line) => line.trim() !== "") ? `${head}+changes` : head
}

/** How many sources of packages and apps in this checkout are not those of a revision; absent: it is not known here. */
export const changedSources = (revision: string, folder: string): number | undefined => {
  const changed = git(folder, "diff", "--name-only", revision, "--", ":/packages", ":/apps")
  return changed?.split("\n").filter((file) => file.includes("/src/")).length
}

/** Every command that a document shows exists, with its subcommand and its flags. */
import { posix } from "node:path"
import { expect, it } from "vitest"
import { type Document, documents, inAll, paths, read, textOf } from "./project.ts"

interface Manifest {
  readonly name: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly publishConfig?: { readonly bin?: Readonly<Record<string, string>> }
}

const manifests = paths
  .filter((path) => /^(?:[^/]+\/){0,2}package\.json$/.test(path))
  .map((path) => {
    const manifest = JSON.parse(read(path)) as Manifest
    return Object.assign(manifest, { folder: posix.dirname(path) })
  })

const scriptsOf = (name: string) =>
  manifests.find((each) => each.name === name || each.name.endsWith(`/${name}`))

const root = manifests.find(({ folder }) => folder === ".")

/** Of pnpm itself. */
const ofPnpm = new Set(["add", "exec", "install", "licenses", "publish"])

/** The text of the package whose program a script runs; undefined for scripts that run other tools. */
const programOf = (script: string | undefined): string | undefined => {
  const folder = / ([\w./-]+?)\/(?:src|build)\/(?:[\w-]+\/)?main\.ts$/.exec(` ${script ?? ""}`)?.[1]
  return folder === undefined ? undefined : sourcesOf(folder)
}

const sources = new Map<string, string>()
const sourcesOf = (folder: string): string => {
  const known = sources.get(folder) ?? textOf(new RegExp(`^${folder}/(?:build|src)/.*\\.ts$`))
  sources.set(folder, known)
  return known
}

/** Flags and the first word after the command, as far as the program spells them. */
const unknownTo = (program: string, rest: string): ReadonlyArray<string> => {
  const flags = [...rest.matchAll(/(?<=[\s[(])--([a-z][a-z-]*)/g)].map(([, flag = ""]) => flag)
  const word = /^ +([a-z][a-z-]*)(?= |$)/.exec(rest)?.[1]
  const spelled = word === undefined || new RegExp(`"${word}"|^ +${word}: [[{]`, "m").test(program)
  return [
    ...flags
      .filter((flag) => flag !== "help" && !new RegExp(`--${flag}(?![\\w-])`).test(program))
      .map((flag) => `--${flag}`),
    ...(spelled ? [] : [word]),
  ]
}

const pnpm =
  /(?<![\w/])pnpm(?:@[\d.]+)?(?: -[a-z]\b)*(?: --filter ([\w@/-]+))? (?:run )?([a-z][\w:-]*)([^|#;&>)`]*)/g
/** Programs that are published or run by their own name, and the packages they come from. */
const binaries = new Map(
  manifests.flatMap(({ folder, publishConfig }) =>
    Object.keys(publishConfig?.bin ?? {}).map((name) => [name, folder]),
  ),
)

const commandsOf = ({ shell, spans }: Document) => [...shell, ...spans]

const problemsOf = (line: string): ReadonlyArray<string> => [
  ...[...line.matchAll(pnpm)].flatMap(([whole, filter, name = "", rest = ""]) => {
    const scripts = (filter === undefined ? root : scriptsOf(filter))?.scripts ?? {}
    const script = scripts[name]
    if (script === undefined) return ofPnpm.has(name) ? [] : [`${whole}: no script ${name}`]
    const program =
      filter === undefined ? programOf(script) : sourcesOf(scriptsOf(filter)?.folder ?? "")
    if (program === undefined) return []
    return unknownTo(program, rest).map((each) => `${whole}: no ${each}`)
  }),
  ...[...binaries].flatMap(([name, folder]) =>
    [...line.matchAll(new RegExp(`(?:^|npx |/)${name}((?: [^|#;&>)\`]*)?)$`, "g"))].flatMap(
      ([whole, rest = ""]) =>
        unknownTo(sourcesOf(folder), rest).map((each) => `${whole}: no ${each}`),
    ),
  ),
]

it("knows commands that do not exist", () => {
  expect(problemsOf("pnpm bech limits")).toHaveLength(1)
  expect(problemsOf("npx -y pnpm@12.21.0 bench limit --only abuse")).toHaveLength(1)
  expect(problemsOf("pnpm bench limits --olny abuse")).toHaveLength(1)
  expect(problemsOf("pnpm --filter precompute begin")).toHaveLength(1)
  expect(problemsOf("npx bedrock-emulator --prot 443")).toHaveLength(1)
  expect(problemsOf("pnpm bench limits --only abuse")).toEqual([])
  expect(problemsOf("npx bedrock-emulator --port 443")).toEqual([])
})

it("every command of the documents exists", () => {
  const shown = documents.flatMap(commandsOf).filter((line) => line.includes("pnpm "))
  expect(shown.length).toBeGreaterThan(100)
  expect(inAll((document) => commandsOf(document).flatMap(problemsOf))).toEqual([])
})

it("every script of the project is documented", () => {
  const shown = documents.flatMap(commandsOf).join("\n")
  const silent = Object.keys(root?.scripts ?? {}).filter(
    (name) => !new RegExp(`pnpm(?:@[\\d.]+)?(?: -s)? (?:run )?${name}(?![\\w:-])`).test(shown),
  )
  expect(silent).toEqual([])
})

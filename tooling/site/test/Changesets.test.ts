/** Each note of a change stands in the changelog of every package that it names: it must be about that package. */
import { expect, it } from "vitest"
import { paths, read, textOf } from "./project.ts"

const sources = new Map<string, string>()
const sourcesOf = (name: string): string => {
  const known = sources.get(name) ?? textOf(new RegExp(`^packages/${name}/(?:src/|README)`))
  sources.set(name, known)
  return known
}

/** Packages of a note, and the types and functions between its back-ticks. */
const namesIn = (note: string) => {
  const [, head = "", body = ""] = note.split(/^---$/m)
  return {
    packages: Array.from(head.matchAll(/"@manga-assist\/([\w-]+)"/g), ([, name = ""]) => name),
    named: Array.from(body.matchAll(/`([A-Za-z]*[a-z][A-Z]\w*)`/g), ([, name = ""]) => name),
  }
}

const foreignIn = (note: string) => {
  const { named, packages } = namesIn(note)
  return packages.flatMap((name) =>
    named.filter((each) => !sourcesOf(name).includes(each)).map((each) => `${name}: ${each}`),
  )
}

it("names what another package has", () => {
  const note = (name: string) =>
    `---\n"@manga-assist/${name}": minor\n---\n\nRename \`LeaderError\`\n`
  expect(foreignIn(note("leader"))).toEqual([])
  expect(foreignIn(note("caching"))).toEqual(["caching: LeaderError"])
})

it("no note names what a package of it does not have", () => {
  const notes = paths.filter((path) => /^\.changeset\/(?!README).*\.md$/.test(path))
  expect(notes.flatMap((path) => namesIn(read(path)).named).length).toBeGreaterThan(20)
  expect(notes.flatMap((path) => foreignIn(read(path)).map((each) => `${path}: ${each}`))).toEqual(
    [],
  )
})

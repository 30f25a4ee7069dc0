/** Every file, folder and heading that a document names exists. */
import { posix } from "node:path"
import { expect, it } from "vitest"
import { documents, inAll, paths, read } from "./project.ts"

const known = new Set(paths)
/** `Turn.ts`, `turn/Turn.ts`, `src/turn/Turn.ts` …: documents name files from where they stand. */
const endings = new Set(
  paths.flatMap((path) => path.split("/").map((_, at, parts) => parts.slice(at).join("/"))),
)

/** As GitHub makes them. */
const anchorsOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  )

it("links lead to files, folders and headings that exist", () => {
  expect(documents.flatMap(({ links }) => links).length).toBeGreaterThan(200)
  const broken = inAll(({ links, path }) =>
    links.filter((link) => {
      const [file = "", anchor] = link.split("#")
      const joined = posix.join(posix.dirname(path), file).replace(/\/$/, "")
      const target = file === "" ? path : joined
      if (target !== "." && !known.has(target)) return true
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
    }),
  )
  expect(broken).toEqual([])
})

it("READMEs of published packages link by whole addresses, and those lead somewhere too", () => {
  const published = documents.filter(
    ({ path }) =>
      /^packages\/[^/]+\/README\.md$/.test(path) &&
      !/"private": true/.test(read(posix.join(posix.dirname(path), "package.json"))),
  )
  expect(published.length).toBeGreaterThan(10)
  // A package's page at npm stands in no folder.
  const relative = published.flatMap(({ links, path }) =>
    links.filter((link) => !link.startsWith("#")).map((link) => `${path}: ${link}`),
  )
  expect(relative).toEqual([])
  const addresses = /github\.com\/manga-assist\/manga-assist\/(?:blob|tree)\/main\/([^)\s#]+)/g
  expect(
    inAll(({ text }) =>
      [...text.matchAll(addresses)].map(([, to = ""]) => to).filter((to) => !known.has(to)),
    ),
  ).toEqual([])
})

const isFile = /\.(?:css|html|json|md|mjs|png|sh|tsv|tsx?|ya?ml)$/
const isInProject = /^(?:\.{1,2}\/)?(?:apps|docs|examples|infra|packages|tooling|\.ci)\//
/** Made by a command that the document speaks of. */
const made = /\/dist$|^infra\/cdk\.out$|^tooling\/answers\/results/

it("paths between back-ticks exist", () => {
  const named = (spans: ReadonlyArray<string>) =>
    spans.filter(
      (span) => /^[\w.@*/-]+$/.test(span) && (isFile.test(span) || isInProject.test(span)),
    )
  expect(documents.flatMap(({ spans }) => named(spans)).length).toBeGreaterThan(200)
  const missing = inAll(({ spans }) =>
    named(spans).filter((span) => {
      const path = span.replace(/^(?:\.{1,2}\/)+/, "").replace(/\/$/, "")
      if (made.test(path)) return false
      return path.includes("*")
        ? !paths.some(
            (each) => posix.matchesGlob(each, `**/${path}`) || posix.matchesGlob(each, path),
          )
        : !endings.has(path)
    }),
  )
  expect(missing).toEqual([])
})

const cellsOf = (row: string) => row.split("|").map((cell) => cell.trim())

/** Names in the column of a table that is headed `test …`; `Faults.i.` is short for `Faults.integration`. */
const testsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^\|.*\n\|[ -|]*\n(?:\|.*\n)+/gm)].flatMap(([table]) => {
    const [head = "", , ...rows] = table.trim().split("\n")
    const column = cellsOf(head).findIndex((cell) => /^test\b/.test(cell))
    const cells = rows.map((row) => cellsOf(row)[column] ?? "").join("\n")
    return Array.from(cells.matchAll(/`([A-Z]\w+(?:\.\w+)?\.?)`/g), ([, name = ""]) =>
      name.replace(/\.i\.$/, ".integration"),
    )
  })

it("tests that a table names exist", () => {
  const table = "| fault | test |\n| --- | --- |\n| down | `Faults.i.`, `Pass` |\n"
  expect(testsIn(table)).toEqual(["Faults.integration", "Pass"])
  expect(documents.flatMap(({ text }) => testsIn(text)).length).toBeGreaterThan(60)
  expect(
    inAll(({ text }) => testsIn(text).filter((name) => !endings.has(`${name}.test.ts`))),
  ).toEqual([])
})

/** The operator's page and the apps agree on the settings: none is only on the page, none only in the code. */
import { expect, it } from "vitest"
import { appSources, readRoot } from "./appSources.ts"

const sources = [...appSources("orchestrator").values(), ...appSources("precompute").values()]
const whole = sources.join("\n")
const page = readRoot("docs/operations.md")

const namesIn = (text: string, pattern: RegExp): ReadonlySet<string> =>
  new Set(Array.from(text.matchAll(pattern), ([, name = ""]) => name))

/** The first column of the table of settings. */
const firstColumn = (page.split("\n## ").find((part) => part.startsWith("Environment")) ?? "")
  .split("\n")
  .map((line) => line.split("|")[1] ?? "")
  .join("\n")
const onPage = namesIn(firstColumn, /`([A-Z][A-Z0-9_]+)`/g)

/** How a setting is read anywhere in the sources. */
const reads =
  /\b(?:host|port|count|listOf|wholeNumber|milliseconds|oneWord|identifier|text|pairs|requiredText|optionalText|requiredUrl|optionalUrl|Config\.\w+)\(\s*"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"/g
const inCode = namesIn(whole, reads)

/** Read by Node itself. */
const nodes = new Set(["NODE_EXTRA_CA_CERTS"])

it("every setting of the page is in the code", () => {
  expect(onPage.size).toBeGreaterThan(50)
  const unknown = [...onPage].filter((name) => !nodes.has(name) && !whole.includes(`"${name}"`))
  expect(unknown).toEqual([])
})

it("every setting of the code is on the page", () => {
  expect(inCode.size).toBeGreaterThan(50)
  expect([...inCode].filter((name) => !onPage.has(name))).toEqual([])
})

/** The protocol's page and the code have one list of what an answer may have gone without. */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { degradations } from "../src/index.ts"

it("docs/protocol.md tells all degradations, and no other", () => {
  const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8")
  const told = /^- `degraded` names([\s\S]*?)\n(?=- )/m.exec(page)?.[1] ?? ""
  expect([...told.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code)).toEqual(degradations)
})

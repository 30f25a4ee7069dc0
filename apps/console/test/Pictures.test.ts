/** The documents show what the command took: nothing else lies there, and nothing was altered by hand. */
import { readdirSync } from "node:fs"
import { expect, it } from "vitest"
import { moving } from "./pictures/Moving.ts"
import { stills } from "./pictures/Stills.ts"
import { folder, outdated } from "./pictures/Taken.ts"

it("takes every picture by the command", () => {
  const files = readdirSync(folder).filter((file) => !file.endsWith(".json"))
  expect(files.toSorted()).toEqual([...stills.map(({ file }) => file), moving].toSorted())
  expect(outdated(files).filter((line) => line.includes("not by this command"))).toEqual([])
})

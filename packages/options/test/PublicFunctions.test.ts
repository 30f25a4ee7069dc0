/**
 * Wrong options of every public function: each is told by a typed error that names the field, none is ignored, and none
 * ends the process.
 */
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { publishedPackages } from "../../../.ci/ReadmePrograms.ts"
import { OptionError } from "../src/index.ts"
import type { PublicFunction } from "./publicEntry.ts"
import { publicEntries } from "./publicFunctions.ts"
import { wrongOptions } from "./wrongOptions.ts"

/** Entries whose functions are Effects, whose compiler tells wrong options; and those for tests and tools. */
const withEffect = [
  "answer-audit",
  "async-sinks",
  "async-sinks/aws",
  "async-sinks/spool",
  "async-sinks/testing",
  "bedrock-emulator/services",
  "caching",
  "connections",
  "connections/redis",
  "endpoint-health",
  "leader",
  "options",
  "options/node",
  "payload",
  "prefetch",
]

const endings = ["close", "destroy"] as const

/** What went wrong; what was made is ended. */
const failureOf = async ({ call }: PublicFunction, options: unknown): Promise<unknown> => {
  let made: unknown
  try {
    // The options are wrong on purpose.
    made = await call(options as never)
  } catch (error) {
    return error
  }
  const isMade = (typeof made === "object" && made !== null) || typeof made === "function"
  for (const ending of endings) {
    const end: unknown = isMade ? Reflect.get(made as object, ending) : undefined
    if (typeof end === "function") await Reflect.apply(end, made, [])
  }
  return undefined
}

const optionErrorOf = (error: unknown): OptionError | undefined => {
  if (error instanceof OptionError) return error
  return error instanceof Error && error.cause instanceof OptionError ? error.cause : undefined
}

const fieldOf = ({ at = "" }: PublicFunction, field: string): string => {
  const joined = at === "" || field === "" || field.startsWith("[") ? at + field : `${at}.${field}`
  return joined === "" ? "options" : joined
}

const functions = Object.entries(publicEntries).flatMap(([entry, { functions }]) =>
  Object.entries(functions).map(([name, each]) => [`${entry} ${name}`, each] as const),
)

it("knows every public entry, and each name in it", () => {
  const entries = publishedPackages().flatMap(({ manifest, name }) =>
    Object.keys(manifest.exports).map((path) => `${name}${path.slice(1)}`),
  )
  expect([...Object.keys(publicEntries), ...withEffect].toSorted()).toEqual(entries.toSorted())
  for (const [entry, { functions, names, without }] of Object.entries(publicEntries)) {
    const told = Object.keys(functions).map((name) => name.split(",", 1)[0] ?? name)
    expect([entry, Object.keys(names).toSorted()]).toEqual([
      entry,
      [...new Set([...told, ...without])].toSorted(),
    ])
  }
})

it("tries a thousand wrong options and more", () => {
  expect(functions.flatMap(([, each]) => wrongOptions(each)).length).toBeGreaterThan(1_000)
})

describe.each(functions)("%s", (_, each) => {
  it("takes what is valid", async () => {
    const valid =
      each.untried === undefined
        ? each.valid
        : Object.fromEntries(
            Object.entries(each.valid as object).filter(([name]) => !each.untried?.includes(name)),
          )
    expect(await failureOf(each, valid)).toBeUndefined()
  })

  it("refuses what is not, and names the field", async () => {
    const wrong: Array<string> = []
    for (const { because, field, options } of wrongOptions(each)) {
      const error = await failureOf(each, options)
      if (each.neverThrows === true) {
        if (error !== undefined) wrong.push(`${field}, ${because}: ${inspect(error)}`)
        continue
      }
      const told = optionErrorOf(error)
      if (told?.field === fieldOf(each, field)) continue
      wrong.push(`${field}, ${because}: ${error === undefined ? "ignored" : inspect(error)}`)
    }
    expect(wrong).toEqual([])
  })
})

/**
 * Reads one setting of the environment by a rule. An invalid value fails with a message that names it and the rule;
 * an empty value counts as absent.
 */
import { Config, ConfigProvider, Effect } from "effect"

const read = (name: string) => Config.String(name).pipe(Config.withDefault(""))

/** The failure of a value: `NAME rule, not "value"`. */
export const wrongValue = (name: string, rule: string, value: string): Config.ConfigError => {
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  const message = `${name} ${rule}, not ${shown}`
  return new Config.ConfigError(new ConfigProvider.SourceError({ message }))
}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly byDefault: number
}

/** A whole number in decimal digits. */
export const wholeNumber = Effect.fnUntraced(function* (name: string, bounds: Bounds) {
  const text = yield* read(name)
  if (text === "") return bounds.byDefault
  const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= bounds.min && value <= bounds.max) return value
  const rule = `must be a whole number from ${bounds.min} to ${bounds.max}`
  return yield* Effect.fail(wrongValue(name, rule, text))
})

/** One of a few words, the first by default. Upper and lower case are the same. */
export const oneWord = <const W extends string>(
  name: string,
  words: readonly [W, ...ReadonlyArray<W>],
) =>
  Effect.flatMap(read(name), (text) => {
    const found = words.find((word) => word === text.toLowerCase())
    if (text === "") return Effect.succeed(words[0])
    if (found !== undefined) return Effect.succeed(found)
    return Effect.fail(wrongValue(name, `must be one of ${words.join(", ")}`, text))
  })

/** A name of ASCII letters, digits and `. _ : / -`, such as a model id, at most 2,048 characters. */
export const identifier = Effect.fnUntraced(function* (name: string, byDefault: string) {
  const text = yield* read(name)
  if (text === "") return byDefault
  if (/^[A-Za-z0-9._:/-]{1,2048}$/.test(text)) return text
  return yield* Effect.fail(
    wrongValue(name, "must be made of letters, digits and . _ : / - only", text),
  )
})

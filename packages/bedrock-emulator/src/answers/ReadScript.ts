/** Reads a script from JSON strictly: what is not known is refused by the name of its entry and field. */
import { stopReasons } from "./ModelAnswer.ts"
import { fits, type ScriptRule, type ScriptedToolUse } from "./Script.ts"
import { awsErrorTypes } from "../wire/AwsError.ts"
import {
  asRecord,
  field,
  InvalidSetting,
  milliseconds,
  oneOf,
  onlyKnownFields,
  wholeNumber,
} from "../wire/InvalidSetting.ts"

/** @throws InvalidSetting naming the entry and the field */
export const readScript = (input: unknown): ReadonlyArray<ScriptRule> => {
  if (!Array.isArray(input)) throw new InvalidSetting("script", "must be a list of rules")
  return input.map((entry, index) => readRule(`[${index}]`, entry))
}

const ruleFields = [
  "match",
  "model",
  "digest",
  "round",
  "times",
  "text",
  "toolUses",
  "stopReason",
  "delayMs",
  "error",
]

const readRule = (at: string, input: unknown): ScriptRule => {
  const record = asRecord(at, input)
  onlyKnownFields(at, record, ruleFields)
  const rule: ScriptRule = {
    ...field(at, record, "match", patternOf),
    ...field(at, record, "model", patternOf),
    ...field(at, record, "digest", textOf),
    ...field(at, record, "round", wholeNumber(1)),
    ...field(at, record, "times", wholeNumber(1)),
    ...field(at, record, "text", textOf),
    ...field(at, record, "toolUses", readToolUses),
    ...field(at, record, "stopReason", (name, value) => oneOf(name, value, stopReasons)),
    ...field(at, record, "delayMs", milliseconds),
    ...field(at, record, "error", (name, value) => oneOf(name, value, awsErrorTypes)),
  }
  if (rule.error !== undefined && rule.delayMs !== undefined) {
    throw new InvalidSetting(`${at}.delayMs`, "is of an answer, not of an error")
  }
  return rule
}

const patternOf = (name: string, value: unknown): string => {
  const pattern = textOf(name, value)
  try {
    fits(pattern, "")
  } catch (cause) {
    throw new InvalidSetting(name, `is no regular expression (${String(cause)})`)
  }
  return pattern
}

const readToolUses = (at: string, input: unknown): ReadonlyArray<ScriptedToolUse> => {
  if (!Array.isArray(input)) throw new InvalidSetting(at, "must be a list")
  return input.map((entry, index) => {
    const path = `${at}[${index}]`
    const record = asRecord(path, entry)
    onlyKnownFields(path, record, ["name", "input", "cut", "delayMs"])
    return {
      name: textOf(`${path}.name`, record["name"]),
      input: record["input"] ?? {},
      ...field(path, record, "cut", wholeNumber(0)),
      ...field(path, record, "delayMs", milliseconds),
    }
  })
}

const textOf = (name: string, value: unknown): string => {
  if (typeof value === "string") return value
  throw new InvalidSetting(name, "must be text")
}

/**
 * Scripted answers of the emulated models: the first rule that matches a question, or an echo of the question.
 *
 * A rule with `times` is used up; later rules then match. A list of rules can therefore play a whole conversation:
 * first a tool use, then the answer, at last a refusal.
 */
import type { Answers, ModelAnswer } from "./ModelAnswer.ts"
import { AwsError, type AwsErrorType, awsErrorTypes } from "../wire/AwsError.ts"
import {
  asRecord,
  InvalidSetting,
  numberWithin,
  oneOf,
  onlyKnownFields,
} from "../wire/InvalidSetting.ts"

export interface ScriptRule {
  /** A part of the question, or a regular expression between slashes; every question when absent. */
  readonly match?: string
  /** Uses before the rule is spent; no limit when absent. */
  readonly times?: number
  /** `$&` stands for the question. */
  readonly text?: string
  readonly toolUses?: ReadonlyArray<{ readonly name: string; readonly input: unknown }>
  /** Refuses with this error of Bedrock's instead, for example `ThrottlingException`. */
  readonly error?: AwsErrorType
}

export const scripted = (rules: ReadonlyArray<ScriptRule>): Answers => {
  const left = rules.map((rule) => ({ rule, times: rule.times ?? Number.POSITIVE_INFINITY }))
  let calls = 0
  return ({ question }): ModelAnswer => {
    const hit = left.find(({ rule, times }) => times > 0 && fits(rule, question))
    if (hit === undefined) return { text: `You said: ${question}` }
    hit.times -= 1
    const { error, text = "", toolUses = [] } = hit.rule
    if (error !== undefined) {
      throw new AwsError(error, text === "" ? `The script says ${error}.` : text)
    }
    return {
      text: text.replaceAll("$&", () => question),
      toolUses: toolUses.map(({ input, name }) => {
        calls += 1
        return { toolUseId: `tooluse_${calls}`, name, input }
      }),
    }
  }
}

const fits = ({ match }: ScriptRule, question: string): boolean => {
  if (match === undefined) return true
  const pattern = /^\/(.+)\/([a-z]*)$/su.exec(match)
  if (pattern === null) return question.includes(match)
  return new RegExp(pattern[1] ?? "", pattern[2]).test(question)
}

/**
 * Reads a list of rules from JSON.
 *
 * @throws InvalidSetting naming the entry and the field
 */
export const readScript = (input: unknown): ReadonlyArray<ScriptRule> => {
  if (!Array.isArray(input)) throw new InvalidSetting("script", "must be a list of rules")
  return input.map((entry, index) => readRule(`[${index}]`, entry))
}

const readRule = (at: string, input: unknown): ScriptRule => {
  const record = asRecord(at, input)
  onlyKnownFields(at, record, ["match", "times", "text", "toolUses", "error"])
  const { error, match, text, times, toolUses } = record
  const rule: ScriptRule = {
    ...(match === undefined ? {} : { match: textOf(`${at}.match`, match) }),
    ...(times === undefined
      ? {}
      : { times: numberWithin(`${at}.times`, times, { min: 1, max: 1e9, integer: true }) }),
    ...(text === undefined ? {} : { text: textOf(`${at}.text`, text) }),
    ...(toolUses === undefined ? {} : { toolUses: readToolUses(`${at}.toolUses`, toolUses) }),
    ...(error === undefined ? {} : { error: oneOf(`${at}.error`, error, awsErrorTypes) }),
  }
  try {
    fits(rule, "")
  } catch (cause) {
    throw new InvalidSetting(`${at}.match`, `is no regular expression (${String(cause)})`)
  }
  return rule
}

const readToolUses = (at: string, input: unknown): NonNullable<ScriptRule["toolUses"]> => {
  if (!Array.isArray(input)) throw new InvalidSetting(at, "must be a list")
  return input.map((entry, index) => {
    const record = asRecord(`${at}[${index}]`, entry)
    onlyKnownFields(`${at}[${index}]`, record, ["name", "input"])
    return { name: textOf(`${at}[${index}].name`, record["name"]), input: record["input"] ?? {} }
  })
}

const textOf = (field: string, value: unknown): string => {
  if (typeof value === "string") return value
  throw new InvalidSetting(field, "must be text")
}

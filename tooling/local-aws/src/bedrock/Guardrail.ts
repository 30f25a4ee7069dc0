/**
 * A guardrail as Bedrock applies it: denied topics, harmful content, prompt attacks, card numbers.
 *
 * Its rules are `guardrail-policy.json`. In a prompt only the customer's own words are judged: the
 * guarded blocks when there are any, else the question. Text is folded first (NFKC, lower case,
 * invisible characters out), so that spelling tricks with them do not pass.
 */
import { invalid } from "./AwsError.ts"
import { type ConverseRequest, type GuardrailConfig } from "./ConverseRequest.ts"
import policy from "./guardrail-policy.json" with { type: "json" }
import { type Prompt } from "./PromptReader.ts"
import { looksJapanese } from "./Language.ts"

export interface Assessment {
  readonly guardrailId: string
  /** What the customer reads instead of an answer; absent when nothing was found. */
  readonly blockedText: string | undefined
  /** One element of Bedrock's `assessments`. */
  readonly report: Readonly<Record<string, unknown>>
  readonly trace: boolean
}

const compile = (patterns: ReadonlyArray<string>): ReadonlyArray<RegExp> =>
  patterns.map((pattern) => new RegExp(pattern, "u"))

const topics = policy.topics.map(({ name, patterns }) => ({ name, patterns: compile(patterns) }))
const filters = policy.filters.map(({ patterns, type }) => ({ type, patterns: compile(patterns) }))
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/gu
const digits = /\d(?:[ -]?\d){12,18}/g
/** Bedrock bills guardrails by units of a thousand characters. */
const unitCharacters = 1_000

/** @throws AwsError when there is no such guardrail or version. */
export const findGuardrail = (identifier: string, version: string): string => {
  const id = /^arn:[^:]+:bedrock:[^:]*:\d*:guardrail\/(.+)$/.exec(identifier)?.[1] ?? identifier
  if (id === policy.id && policy.versions.includes(version)) return id
  throw invalid("The guardrail identifier or version provided in the request does not exist.")
}

/** @throws AwsError when the guardrail does not exist. */
export const assessInput = (
  config: GuardrailConfig,
  request: ConverseRequest,
  prompt: Prompt,
): Assessment => {
  const guarded = request.messages
    .flatMap((message) => (message.role === "user" ? message.content : []))
    .flatMap((block) => (block.kind === "text" && block.guarded ? [block.text] : []))
  const text = guarded.length > 0 ? guarded.join("\n") : prompt.question
  const total = request.messages
    .flatMap((message) => message.content)
    .reduce((sum, block) => sum + (block.kind === "text" ? block.text.length : 0), 0)
  return assess(findGuardrail(config.identifier, config.version), text, {
    total,
    trace: config.trace,
  })
}

/** Judges one text. */
export const assess = (
  guardrailId: string,
  text: string,
  options: { readonly total: number; readonly trace: boolean },
): Assessment => {
  const folded = text.normalize("NFKC").replaceAll(invisible, "").toLowerCase()
  const matches = ({ patterns }: { readonly patterns: ReadonlyArray<RegExp> }) =>
    patterns.some((pattern) => pattern.test(folded))
  const foundTopics = topics.filter(matches)
  const foundFilters = filters.filter(matches)
  const cards = cardNumbers(folded)
  const found = foundTopics.length + foundFilters.length + cards.length > 0
  const action = "BLOCKED"
  const detected = true
  const report = {
    ...(foundTopics.length > 0 && {
      topicPolicy: {
        topics: foundTopics.map(({ name }) => ({ name, type: "DENY", action, detected })),
      },
    }),
    ...(foundFilters.length > 0 && {
      contentPolicy: {
        filters: foundFilters.map(({ type }) => ({
          type,
          confidence: "HIGH",
          filterStrength: "HIGH",
          action,
          detected,
        })),
      },
    }),
    ...(cards.length > 0 && {
      sensitiveInformationPolicy: {
        piiEntities: cards.map((match) => ({
          type: "CREDIT_DEBIT_CARD_NUMBER",
          match,
          action,
          detected,
        })),
      },
    }),
    invocationMetrics: {
      guardrailProcessingLatency: 0,
      usage: unitsOf(text),
      guardrailCoverage: {
        textCharacters: { guarded: text.length, total: Math.max(options.total, text.length) },
      },
    },
  }
  const { en, ja } = policy.blocked
  return {
    guardrailId,
    blockedText: found ? (looksJapanese(text) ? ja : en) : undefined,
    report,
    trace: options.trace,
  }
}

/** Bedrock's `usage` of a guardrail call. */
export const unitsOf = (text: string) => {
  const units = Math.ceil(text.length / unitCharacters)
  return {
    topicPolicyUnits: units,
    contentPolicyUnits: units,
    wordPolicyUnits: 0,
    sensitiveInformationPolicyUnits: units,
    sensitiveInformationPolicyFreeUnits: 0,
    contextualGroundingPolicyUnits: 0,
  }
}

/** `metadata.trace` or `trace` of a reply. */
export const traceOf = (assessment: Assessment | undefined) =>
  assessment?.trace === true
    ? {
        trace: {
          guardrail: {
            inputAssessment: { [assessment.guardrailId]: assessment.report },
            actionReason:
              assessment.blockedText === undefined ? "No action." : "Guardrail blocked.",
          },
        },
      }
    : {}

/** Runs of 13 to 19 digits that pass the Luhn check. */
const cardNumbers = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(digits)].flatMap(([match]) => {
    let sum = 0
    const reversed = Array.from(match.replaceAll(/\D/g, "")).toReversed()
    for (const [index, digit] of reversed.entries()) {
      const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 === 0 ? [match] : []
  })

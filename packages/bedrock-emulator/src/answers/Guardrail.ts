/**
 * Emulates Bedrock's guardrails with regular expressions: denied topics, harmful content, prompt attacks, and card
 * numbers.
 *
 * In a prompt only the customer's own words are judged: the guarded blocks if there are any, else the question. The
 * text is normalised first (NFKC, lower case, no invisible characters), so that spelling tricks with them do not
 * pass.
 */
import { invalid } from "../wire/AwsError.ts"
import type { ConverseRequest, GuardrailConfig } from "./request/ConverseRequest.ts"

/** One guardrail; patterns are regular expressions over folded text. */
export interface GuardrailPolicy {
  readonly id: string
  readonly versions: ReadonlyArray<string>
  readonly topics: ReadonlyArray<{
    readonly name: string
    readonly patterns: ReadonlyArray<string>
  }>
  readonly filters: ReadonlyArray<{
    readonly type: string
    readonly patterns: ReadonlyArray<string>
  }>
  /** What the customer reads instead of an answer to `text`. */
  readonly blocked: string | ((text: string) => string)
}

export interface Guardrails {
  /** @throws AwsError when there is no such guardrail or version. */
  readonly find: (identifier: string, version: string) => string
  /** @throws AwsError when the guardrail does not exist. */
  readonly assessInput: (
    config: GuardrailConfig,
    request: ConverseRequest,
    question: string,
  ) => Assessment
  /** Judges one text by a guardrail that was found. */
  readonly assess: (
    guardrailId: string,
    text: string,
    options: { readonly total: number; readonly trace: boolean },
  ) => Assessment
}

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

const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/gu
const digits = /\d(?:[ -]?\d){12,18}/g
/** Bedrock bills guardrails by units of a thousand characters. */
const unitCharacters = 1_000

const compiled = (policy: GuardrailPolicy) => ({
  ...policy,
  topics: policy.topics.map(({ name, patterns }) => ({ name, patterns: compile(patterns) })),
  filters: policy.filters.map(({ patterns, type }) => ({ type, patterns: compile(patterns) })),
})

export const makeGuardrails = (policies: ReadonlyArray<GuardrailPolicy>): Guardrails => {
  const byId = new Map(policies.map((policy) => [policy.id, compiled(policy)]))
  const missing = () =>
    invalid("The guardrail identifier or version provided in the request does not exist.")

  const find: Guardrails["find"] = (identifier, version) => {
    const id = /^arn:[^:]+:bedrock:[^:]*:\d*:guardrail\/(.+)$/.exec(identifier)?.[1] ?? identifier
    if (byId.get(id)?.versions.includes(version) === true) return id
    throw missing()
  }

  const assess: Guardrails["assess"] = (guardrailId, text, options) => {
    const policy = byId.get(guardrailId)
    if (policy === undefined) throw missing()
    const { found, report } = judge(policy, text, options.total)
    const { blocked } = policy
    const blockedText = typeof blocked === "string" ? blocked : blocked(text)
    const { trace } = options
    return { guardrailId, blockedText: found ? blockedText : undefined, report, trace }
  }

  return {
    find,
    assess,
    assessInput: (config, request, question) => {
      const guarded = request.messages
        .flatMap((message) => (message.role === "user" ? message.content : []))
        .flatMap((block) => (block.kind === "text" && block.guarded ? [block.text] : []))
      const text = guarded.length > 0 ? guarded.join("\n") : question
      const total = request.messages
        .flatMap((message) => message.content)
        .reduce((sum, block) => sum + (block.kind === "text" ? block.text.length : 0), 0)
      return assess(find(config.identifier, config.version), text, { total, trace: config.trace })
    },
  }
}

/** What was found, and how Bedrock reports it. */
const judge = (policy: ReturnType<typeof compiled>, text: string, total: number) => {
  const folded = text.normalize("NFKC").replaceAll(invisible, "").toLowerCase()
  const matches = ({ patterns }: { readonly patterns: ReadonlyArray<RegExp> }) =>
    patterns.some((pattern) => pattern.test(folded))
  const topics = policy.topics.filter(matches)
  const filters = policy.filters.filter(matches)
  const cards = cardNumbers(folded)
  const action = "BLOCKED"
  const detected = true
  const report = {
    ...(topics.length > 0 && {
      topicPolicy: {
        topics: topics.map(({ name }) => ({ name, type: "DENY", action, detected })),
      },
    }),
    ...(filters.length > 0 && {
      contentPolicy: {
        filters: filters.map(({ type }) => ({
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
        textCharacters: { guarded: text.length, total: Math.max(total, text.length) },
      },
    },
  }
  return { found: topics.length + filters.length + cards.length > 0, report }
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

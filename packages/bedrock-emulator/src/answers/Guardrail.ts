/**
 * Emulates Bedrock's guardrails with regular expressions: denied topics, harmful content, prompt attacks, and card
 * numbers.
 *
 * In a prompt only the customer's own words are judged: the guarded blocks if there are any, else the question. What a
 * model says in a stream is judged where the policy says how long that takes; `JudgedParts.ts` does it. The text is
 * normalised first (NFKC, lower case, no invisible characters), so that spelling tricks with them do not pass.
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
  /** Milliseconds until the verdict on what a model says in a stream; it is not judged when absent. */
  readonly outputMs?: number
}

export interface Assessment {
  readonly guardrailId: string
  /** What the customer reads instead of an answer; absent when nothing was found. */
  readonly blockedText: string | undefined
  /** One element of Bedrock's `assessments`. */
  readonly report: Readonly<Record<string, unknown>>
  readonly trace: boolean
}

/** Of what a model says in a stream. */
export interface OutputJudge {
  /** From a text to its verdict. */
  readonly ms: number
  /** The verdict comes behind the text. */
  readonly isLate: boolean
  /** Of all text so far. */
  readonly blockedText: (text: string) => string | undefined
}

const compile = (patterns: ReadonlyArray<string>): ReadonlyArray<RegExp> =>
  patterns.map((pattern) => new RegExp(pattern, "u"))

const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/gu
const digits = /\d(?:[ -]?\d){12,18}/g
/** Bedrock bills guardrails by units of a thousand characters. */
const unitCharacters = 1_000

export type Guardrails = ReturnType<typeof makeGuardrails>

export const makeGuardrails = (policies: ReadonlyArray<GuardrailPolicy>) => {
  const byId = new Map(policies.map((policy) => [policy.id, judgeOf(policy)]))

  /** @throws AwsError when there is no such guardrail or version. */
  const find = ({ identifier, version }: GuardrailConfig) => {
    const id = /^arn:[^:]+:bedrock:[^:]*:\d*:guardrail\/(.+)$/.exec(identifier)?.[1] ?? identifier
    const judge = byId.get(id)
    if (judge?.versions.includes(version) === true) return judge
    throw invalid("The guardrail identifier or version provided in the request does not exist.")
  }
  /** Judges a text of `total` characters around it. @throws AwsError when there is no such guardrail or version. */
  const assess = (config: GuardrailConfig, text: string, total = text.length): Assessment => ({
    ...find(config).assess(text, total),
    trace: config.trace,
  })

  return {
    assess,
    /** Of what a model says in a stream; `undefined`: it is not judged. */
    outputJudge: (config: GuardrailConfig): OutputJudge | undefined => {
      const { assess, outputMs } = find(config)
      if (outputMs === undefined) return undefined
      const blockedText = (text: string) => assess(text, text.length).blockedText
      return { ms: outputMs, isLate: config.mode === "async", blockedText }
    },
    /** @throws AwsError when there is no such guardrail or version. */
    assessInput: (
      config: GuardrailConfig,
      request: ConverseRequest,
      question: string,
    ): Assessment => {
      const texts = request.messages.flatMap(({ content, role }) =>
        content.flatMap((block) => (block.kind === "text" ? [{ ...block, role }] : [])),
      )
      const guarded = texts.filter((block) => block.guarded && block.role === "user")
      const text = guarded.length > 0 ? guarded.map((block) => block.text).join("\n") : question
      return assess(
        config,
        text,
        texts.reduce((sum, block) => sum + block.text.length, 0),
      )
    },
  }
}

const judgeOf = ({ blocked, filters, id, outputMs, topics, versions }: GuardrailPolicy) => {
  const topicRules = topics.map(({ name, patterns }) => ({ name, patterns: compile(patterns) }))
  const filterRules = filters.map(({ patterns, type }) => ({ type, patterns: compile(patterns) }))
  const action = "BLOCKED"
  const detected = true
  /** What was found, and how Bedrock reports it. */
  const assess = (text: string, total: number) => {
    const folded = text.normalize("NFKC").replaceAll(invisible, "").toLowerCase()
    const matches = ({ patterns }: { readonly patterns: ReadonlyArray<RegExp> }) =>
      patterns.some((pattern) => pattern.test(folded))
    const topicsFound = topicRules
      .filter(matches)
      .map(({ name }) => ({ name, type: "DENY", action, detected }))
    const filtersFound = filterRules
      .filter(matches)
      .map(({ type }) => ({ type, confidence: "HIGH", filterStrength: "HIGH", action, detected }))
    const cards = cardNumbers(folded).map((match) => ({
      type: "CREDIT_DEBIT_CARD_NUMBER",
      match,
      action,
      detected,
    }))
    const isFound = topicsFound.length + filtersFound.length + cards.length > 0
    const words = typeof blocked === "string" ? blocked : blocked(text)
    return {
      guardrailId: id,
      blockedText: isFound ? words : undefined,
      report: {
        ...(topicsFound.length > 0 && { topicPolicy: { topics: topicsFound } }),
        ...(filtersFound.length > 0 && { contentPolicy: { filters: filtersFound } }),
        ...(cards.length > 0 && { sensitiveInformationPolicy: { piiEntities: cards } }),
        invocationMetrics: {
          guardrailProcessingLatency: 0,
          usage: unitsOf(text),
          guardrailCoverage: coverageOf(text, total),
        },
      },
    }
  }
  return { versions, assess, outputMs }
}

/** How much of the prompt was judged. */
export const coverageOf = (text: string, total = text.length) => ({
  textCharacters: { guarded: text.length, total: Math.max(total, text.length) },
})

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

export const reasonOf = ({ blockedText }: Assessment): string =>
  blockedText === undefined ? "No action." : "Guardrail blocked."

/** `metadata.trace` or `trace` of a reply. */
export const traceOf = (assessment: Assessment | undefined) =>
  assessment?.trace === true
    ? {
        trace: {
          guardrail: {
            inputAssessment: { [assessment.guardrailId]: assessment.report },
            actionReason: reasonOf(assessment),
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

/**
 * Scripted answers of the emulated models: the first rule that fits the last message of a call and its model.
 *
 * A rule with `times` is used up; later rules then fit. The results of a tool use are answered by a rule behind the one
 * that used the tool. A list of rules can therefore play a whole conversation: a tool use, the answer, at last a refusal.
 */
import type { Answers, ModelAnswer, ModelCall, StopReason, ToolUse } from "./ModelAnswer.ts"
import type { ConverseMessage, ConverseRequest } from "./request/ConverseRequest.ts"
import { digestOf } from "./recording/Digest.ts"
import { AwsError, type AwsErrorType, invalid } from "../wire/AwsError.ts"

export interface ScriptRule {
  /**
   * A part of the last message (all its texts and tool results), or a regular expression between slashes; every one
   * when absent.
   */
  readonly match?: string
  /** A part of the model's id as it was asked for, or such an expression; every model when absent. */
  readonly model?: string
  /** Of the request, as a recording writes it: only that request is answered, and `text` is said as it stands. */
  readonly digest?: string
  /** 1 answers what a user says, 2 the results of a first tool use, and so on; any when absent. */
  readonly round?: number
  /** Uses before the rule is spent; no limit when absent. */
  readonly times?: number
  /** `$&` stands for the question. */
  readonly text?: string
  readonly toolUses?: ReadonlyArray<ScriptedToolUse>
  /** `tool_use` with tool uses, else `end_turn`, when absent. */
  readonly stopReason?: StopReason
  /** Milliseconds before the first token, beside those of the latency model. */
  readonly delayMs?: number
  /** Refuses with this error of Bedrock's instead, for example `ThrottlingException`. */
  readonly error?: AwsErrorType
}

export type ScriptedToolUse = Omit<ToolUse, "toolUseId">

export const makeScript = () => {
  interface Left {
    readonly rule: ScriptRule
    times: number
  }
  const leftOf = (rule: ScriptRule): Left => ({
    rule,
    times: rule.times ?? Number.POSITIVE_INFINITY,
  })
  let left: Array<Left> = []
  const lasting: Array<Left> = []
  let calls = 0
  /** Which rule used a tool. */
  let users = new Map<string, number>()
  const nextId = (rule: number): string => {
    calls += 1
    const id = `tooluse_${calls}`
    users.set(id, rule)
    return id
  }
  return {
    rules: (): ReadonlyArray<ScriptRule> => left.map(({ rule }) => rule),
    /** The whole list is replaced, but for what was added, and uses are counted anew. */
    replace: (rules: ReadonlyArray<ScriptRule>): void => {
      left = rules.map(leftOf).concat(lasting)
      users = new Map()
    },
    /** Behind the others, for good. */
    add: (rule: ScriptRule): void => {
      const added = leftOf(rule)
      lasting.push(added)
      left.push(added)
    },
    /** `undefined` where no rule fits. @throws AwsError that a rule names */
    next: (call: ModelCall): ModelAnswer | undefined => {
      if (left.length === 0) return undefined
      const { modelId, question, request } = call
      const digest = left.some(({ rule }) => rule.digest !== undefined) ? digestOf(call) : undefined
      const last = request.messages.at(-1)
      const behind = Math.max(-1, ...resultsOf(last).map((id) => users.get(id) ?? -1))
      const text = textOf(last)
      const round = roundOf(request)
      const at = left.findIndex(
        ({ rule, times }, index) =>
          times > 0 &&
          (index > behind || rule.digest !== undefined) &&
          (rule.round ?? round) === round &&
          (rule.digest ?? digest) === digest &&
          fits(rule.model, modelId) &&
          fits(rule.match, text),
      )
      const hit = left[at]
      if (hit === undefined) return undefined
      hit.times -= 1
      const { delayMs, error, stopReason, text: said = "", toolUses = [] } = hit.rule
      if (error !== undefined) {
        throw new AwsError(error, said === "" ? `The script says ${error}.` : said)
      }
      return {
        ...(hit.rule.digest === undefined
          ? { text: said.replaceAll("$&", () => question) }
          : { text: said, isRecorded: true }),
        toolUses: toolUses.map((use) => Object.assign({ toolUseId: nextId(at) }, use)),
        ...(stopReason === undefined ? {} : { stopReason }),
        ...(delayMs === undefined ? {} : { delayMs }),
      }
    },
  }
}

/** What the models say where no script and nobody else answers. */
export const echo: Answers = ({ question }) => ({ text: `You said: ${question}` })

/** The same where nothing may be made up. @throws AwsError always */
export const refuseUnscripted = (call: ModelCall): never => {
  const asked = JSON.stringify(textOf(call.request.messages.at(-1)).slice(0, 200))
  throw invalid(
    `The emulator is strict, and no rule of its script answers this call of ${call.modelId}: ${asked} (digest ${digestOf(call)}).`,
  )
}

const resultsOf = (message: ConverseMessage | undefined): ReadonlyArray<string> =>
  (message?.content ?? []).flatMap((block) =>
    block.kind === "toolResult" ? [block.toolUseId] : [],
  )

const textOf = (message: ConverseMessage | undefined): string =>
  (message?.content ?? [])
    .flatMap((block) => {
      if (block.kind === "text") return [block.text]
      return block.kind === "toolResult" ? block.told : []
    })
    .join("\n")

const roundOf = ({ messages }: ConverseRequest): number => {
  const users = messages.filter(({ role }) => role === "user")
  return users.length - users.findLastIndex((message) => resultsOf(message).length === 0)
}

/** @throws SyntaxError when the expression is none. */
export const fits = (wanted: string | undefined, text: string): boolean => {
  if (wanted === undefined) return true
  const pattern = /^\/(.+)\/([a-z]*)$/su.exec(wanted)
  if (pattern === null) return text.includes(wanted)
  return new RegExp(pattern[1] ?? "", pattern[2]).test(text)
}

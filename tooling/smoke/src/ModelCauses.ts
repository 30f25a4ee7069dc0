/** What the outcome of a call of the model means, and where to look. */
import type { Answer } from "./Answer.ts"
import type { Finding } from "./Finding.ts"

const late: Finding = {
  what: "the model answers too late",
  look: "its latency and quota; if other stages are slow as well, the task's processor",
}
const away: Finding = {
  what: "the model cannot be reached",
  look: "the endpoint of bedrock-runtime, its security group and its certificate",
}

/** The first that is found counts: what the service says itself before what may follow from it. */
const causes: ReadonlyArray<readonly [string, Finding]> = [
  ["throttled", { what: "the model is throttled", look: "Bedrock's quotas" }],
  [
    "access-denied",
    {
      what: "the model gives no access",
      look: "the account's access to the model, the role, the policy of the endpoint",
    },
  ],
  [
    "validation",
    {
      what: "the model refuses the request as invalid",
      look: "BEDROCK_MODEL_COMPLEX and BEDROCK_MODEL_SIMPLE: ids of this region; the guardrail",
    },
  ],
  ["connection", away],
  ["certificate", away],
  ["first-token-timeout", late],
  ["gap-timeout", late],
]

const unknown: Finding = {
  what: "the model does not answer",
  look: "Bedrock's health; the task's log says what it refuses",
}

/** Why the model did not write these answers. */
export const modelCause = (answers: ReadonlyArray<Answer>): Finding => {
  const outcomes = new Set(
    answers.flatMap(({ stages }) =>
      [...stages].flatMap(([stage, outcome]) => (/^model(?:-\d)?$/.test(stage) ? [outcome] : [])),
    ),
  )
  const known = causes.find(([outcome]) => outcomes.has(outcome))
  if (known !== undefined) return known[1]
  if (!answers.some(({ degraded }) => degraded.includes("over-budget"))) return unknown
  return {
    what: "no time is left for the model",
    look: "the stages before it in each turn-end; the task's processor; LATENCY_BUDGET_MS",
  }
}

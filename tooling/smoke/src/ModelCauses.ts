/** What the outcome of a call of the model means, or the code of an answer without one, and where to look. */
import type { Answer, Finding } from "./Answer.ts"

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
  [
    "model-budget",
    {
      what: "the models have answered as much as they may in this hour",
      look: "MODEL_TOKENS_PER_HOUR and MODEL_DOLLARS_PER_HOUR; Cost runaway in the runbook",
    },
  ],
  [
    "customer-budget",
    {
      what: "the smoke test's customer has asked as much as one may in this hour",
      look: "CUSTOMER_TOKENS_PER_HOUR and CUSTOMER_DOLLARS_PER_HOUR, or another customer",
    },
  ],
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
  [
    "over-budget",
    {
      what: "no time is left for the model",
      look: "the stages before it in each turn-end; the task's processor; LATENCY_BUDGET_MS",
    },
  ],
]

const unknown: Finding = {
  what: "the model does not answer",
  look: "Bedrock's health; the task's log says what it refuses",
}

/** Why the model did not write these answers. */
export const modelCause = (answers: ReadonlyArray<Answer>): Finding => {
  const told = new Set(
    answers.flatMap(({ degraded, stages }) => [
      ...degraded,
      ...[...stages].flatMap(([stage, outcome]) =>
        /^model(?:-\d)?$/.test(stage) ? [outcome] : [],
      ),
    ]),
  )
  return causes.find(([word]) => told.has(word))?.[1] ?? unknown
}

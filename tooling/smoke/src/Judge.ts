/** Diagnoses the answers of the smoke test: lists faults, each with where to look. Pure; an empty list is a pass. */
import type { Answer, Failure } from "./Answer.ts"
import type { Question } from "./Questions.ts"

export interface Finding {
  readonly what: string
  readonly look: string
}

const failures: Readonly<Record<Failure["kind"], Finding>> = {
  certificate: {
    what: "the certificate is not of this name, not trusted or out of date",
    look: "domain and certificateArn of the stack, the certificate's names and its end",
  },
  identity: {
    what: "the identity was refused",
    look: "--token, AUTH and its key set; a session belongs to who opened it",
  },
  unreachable: {
    what: "nobody answers at this address",
    look: "name, port, security groups; tasks that are ready",
  },
  refused: {
    what: "the server does not answer a question",
    look: "the code above in docs/protocol.md, /readyz of a task, its log",
  },
  late: { what: "an answer did not end", look: "the task's log; a service that is silent" },
}

const modelGone = new Set(["model-unavailable", "catalogue-answer"])
const tableCode = /^(?:facts|orders)-(?:late|failed)$/
const searchCode = /^retrieval-(?:late|failed)$/

const readsConversation = ({ stages }: Answer) =>
  /conversation failed/.test(stages.get("prefetch") ?? "")

/** Ten percent of the answers may be late once: a fresh task, a scale-out. */
const lateAllowed = 1

/** A read that failed is a fault; one that was late once is chance, a second one is not. */
const isGone = (answers: ReadonlyArray<Answer>, code: RegExp): boolean => {
  const codes = answers.flatMap(({ degraded }) => degraded.filter((each) => code.test(each)))
  return codes.some((each) => each.endsWith("-failed")) || codes.length > lateAllowed
}

type Asked = readonly [Question, Answer]

export const judge = (asked: ReadonlyArray<Asked>, budgetMs: number): ReadonlyArray<Finding> => {
  const findings: Array<Finding> = []
  const add = (what: string, look: string) => findings.push({ what, look })
  const answers = asked.map(([, answer]) => answer)
  const names = new Set(answers.flatMap(({ degraded }) => degraded))
  for (const kind of new Set(answers.flatMap(({ failure }) => failure?.kind ?? []))) {
    findings.push(failures[kind])
  }
  if ([...names].some((code) => modelGone.has(code))) {
    const outcomes = answers.flatMap(({ stages }) => stages.get("model") ?? [])
    const throttled = outcomes.includes("throttled")
    add(
      throttled ? "the model is throttled" : "the model does not answer",
      throttled ? "Bedrock's quotas" : "model ids, the role, the endpoint of bedrock-runtime",
    )
  } else if (names.has("model-fallback")) {
    add("the chosen model does not answer, the other one does", "its id, its quota, access to it")
  }
  const searchGone = isGone(answers, searchCode)
  if (searchGone) {
    add("the product index cannot be asked", "OPENSEARCH_URL, access policy, units")
  }
  if (isGone(answers, tableCode) || answers.some(readsConversation)) {
    add("a table cannot be read", "DYNAMODB_TABLE_PREFIX, the role; the task's log names the table")
  }
  const fine = asked.filter(([, { failure }]) => failure === undefined)
  const without = fine.filter(([question, { products }]) => question.products && products === 0)
  // Names are found by the table too: it is the index when wishes find nothing.
  if (without.length > 0 && ![...names].some((code) => searchCode.test(code))) {
    const texts = without.map(([{ text }]) => JSON.stringify(text)).join(", ")
    add(`no products for ${texts}`, "the product index is empty, or another one: OPENSEARCH_INDEX")
  }
  if (
    fine.some(([question, answer]) => question.products && answer.products > 0 && answer.wordsFirst)
  ) {
    add("text came before products", "the version that runs: products come first in every one")
  }
  if (fine.some(([question, { source }]) => question.repeated === true && source === "model")) {
    add("the answer cache does not serve what was just answered", "REDIS_URL, its user and group")
  }
  const late = fine.filter(([, { firstContentMs }]) => (firstContentMs ?? Infinity) > budgetMs)
  if (late.length > lateAllowed) {
    const worst = Math.max(...late.map(([, { firstContentMs }]) => firstContentMs ?? Infinity))
    add(
      `${late.length} of ${fine.length} answers began later than ${budgetMs} ms, the last after ${Math.round(worst)} ms`,
      "the stages in each turn-end: which of them takes the time; processor of the task",
    )
  }
  return findings
}

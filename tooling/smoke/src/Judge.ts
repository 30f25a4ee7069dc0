/** Diagnoses the answers of the smoke test: lists faults, each with where to look. Pure; an empty list is a pass. */
import type { Answer, Failure, Finding } from "./Answer.ts"
import { modelCause } from "./ModelCauses.ts"
import type { Question } from "./Questions.ts"

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

/** What the server says of itself when it answers with an error. */
const refusals: Readonly<Record<string, Finding>> = {
  busy: {
    what: "the server is full or still busy with the question before",
    look: "MAX_CONNECTIONS, the number of tasks",
  },
  "rate-limited": {
    what: "the limits of this user or address are used up",
    look: "RATE_LIMIT_PER_MINUTE, ADDRESS_…, CUSTOMER_…; TRUSTED_PROXIES behind a load balancer",
  },
  "shutting-down": { what: "the task is being replaced", look: "the service's events" },
}

const modelGone = new Set([
  "model-unavailable",
  "catalogue-answer",
  "over-budget",
  "model-budget",
  "customer-budget",
])
const modelErrors = new Set(["model-unavailable", "timeout", "truncated"])
const tableCode = /^(?:facts|orders)-(?:late|failed)$/
const searchCode = /^retrieval-(?:late|failed)$/

const isWithoutModel = ({ degraded, failure }: Answer): boolean =>
  degraded.some((code) => modelGone.has(code)) || modelErrors.has(failure?.code ?? "")

const readsConversation = ({ stages }: Answer) =>
  /conversation failed/.test(stages.get("prefetch") ?? "")

export type Asked = readonly [Question, Answer]

/** Ten percent of the answers may be late once: a fresh task, a scale-out. */
const lateAllowed = 1

/** A read that failed is a fault; one that was late once is chance, a second one is not. */
const goneAs = (answers: ReadonlyArray<Answer>, code: RegExp): "failed" | "late" | undefined => {
  const codes = answers.flatMap(({ degraded }) => degraded.filter((each) => code.test(each)))
  if (codes.some((each) => each.endsWith("-failed"))) return "failed"
  return codes.length > lateAllowed ? "late" : undefined
}

/** Worth asking once more before anything is said: a fresh task, a scale-out, a machine that is busy for a moment. */
export const isDoubtful = ([question, answer]: Asked, budgetMs: number): boolean => {
  const { degraded, failure, firstContentMs, products, source, wordsFirst } = answer
  if (failure !== undefined) return !["certificate", "identity"].includes(failure.kind)
  return (
    degraded.length > 0 ||
    wordsFirst ||
    readsConversation(answer) ||
    (question.products && products === 0) ||
    (question.repeated === true && source === "model") ||
    (firstContentMs ?? Infinity) > budgetMs
  )
}

/** Whose time it was that answers began late. */
const whereLate = (late: ReadonlyArray<Answer>, budgetMs: number): string => {
  const stages = late.flatMap(({ slowest }) =>
    slowest !== undefined && slowest.usedMs > budgetMs ? [slowest.stage] : [],
  )
  if (stages.length === 0) {
    return "what lies between: the server was in time by its own clock; its processor, network, proxies"
  }
  return `${[...new Set(stages)].join(", ")}: the stage that took longest; the task's processor if it is another each time`
}

export const judge = (asked: ReadonlyArray<Asked>, budgetMs: number): ReadonlyArray<Finding> => {
  const findings: Array<Finding> = []
  const add = (what: string, look: string) => findings.push({ what, look })
  const answers = asked.map(([, answer]) => answer)
  const names = new Set(answers.flatMap(({ degraded }) => degraded))
  const refused = answers.flatMap(({ failure }) => failure ?? [])
  for (const { code = "", kind } of refused) {
    if (modelErrors.has(code)) continue
    const finding = refusals[code] ?? failures[kind]
    if (!findings.includes(finding)) findings.push(finding)
  }
  const withoutModel = answers.filter(isWithoutModel)
  if (withoutModel.length > 0) findings.push(modelCause(withoutModel))
  else if (names.has("model-fallback")) {
    const { look, what } = modelCause(answers.filter(({ degraded }) => degraded.length > 0))
    add("the chosen model does not answer, the other one does", `${what}: ${look}`)
  }
  const search = goneAs(answers, searchCode)
  if (search === "failed") {
    add("the product index cannot be asked", "OPENSEARCH_URL, access policy; the task's log")
  } else if (search === "late") {
    add("the product index answers late", "its units, standby; the task's processor")
  }
  const table = goneAs(answers, tableCode)
  if (table === "failed" || answers.some(readsConversation)) {
    add("a table cannot be read", "DYNAMODB_TABLE_PREFIX, the role; the task's log names the table")
  } else if (table === "late") {
    add("a table answers late", "its throttling, a hot partition; the task's processor")
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
  // An answer to a shortened prompt, or of the other model, is not kept. That the cache could not be read excuses nothing.
  const mayBeKept = ({ degraded }: Answer) => degraded.every((code) => code.startsWith("recall-"))
  const isKept = (text: string) =>
    fine.every(([question, answer]) => question.text !== text || mayBeKept(answer))
  const isAgainOfModel = ([{ repeated, text }, { source }]: Asked) =>
    repeated === true && source === "model" && isKept(text)
  if (fine.some(isAgainOfModel)) {
    add("the answer cache does not serve what was just answered", "REDIS_URL, its user and group")
  }
  const late = fine.filter(([, { firstContentMs }]) => (firstContentMs ?? Infinity) > budgetMs)
  if (late.length > lateAllowed) {
    const worst = Math.max(...late.map(([, { firstContentMs }]) => firstContentMs ?? Infinity))
    add(
      `${late.length} of ${fine.length} answers began later than ${budgetMs} ms, the last after ${Math.round(worst)} ms`,
      whereLate(
        late.map(([, answer]) => answer),
        budgetMs,
      ),
    )
  }
  return findings
}

/**
 * English sentences that explain to people why an answer came from its source (see `PlainReason.ts`). They begin in lower
 * case, because some of them follow others.
 */
import type { Why } from "@manga-assist/language"
import type { Intent } from "../reading/Question.ts"

const unread: Readonly<Record<Why, (reason: string) => string>> = {
  "unknown-question": () => "in these words it is no question that others are known to ask",
  "unknown-word": (reason) => `${reason} by the cache`,
  "everyday-word": (reason) => reason,
  "no-words": () => "there are no words in it",
  "too-long": () => "the question is too long to be asked twice",
  leans: (reason) => `the question ${reason}`,
  refused: (reason) => `the question ${reason}`,
}

const kindsOfQuestions: Readonly<Partial<Record<Intent, string>>> = {
  "order-status": "orders",
  greeting: "greetings",
  other: "matters beside the books",
}

const silences: Readonly<Record<string, string>> = {
  "over-budget": "there was no time left to ask a model",
  "model-budget": "the models have answered as much as they may in this hour",
  "customer-budget": "you have asked the models as much as one customer may in this hour",
  "empty-answer": "the model answered nothing",
  "first-token-timeout": "the model did not answer in time",
  "gap-timeout": "the model fell silent",
  throttled: "the model is too busy",
}

export const englishReasons = {
  quoted: (sentence: string) => `: "${sentence}"`,
  saidByRules: "the store's own rules say it",
  same: "the same question",
  sameInOtherWords: "the same question in other words",
  approved: (kept: string) => `approved as the same question as "${kept}"`,
  pastItsTime: (isRenewed: boolean) =>
    `, past its time (${isRenewed ? "is being" : "is not"} renewed)`,
  answeredAgo: (seconds: number) => `, answered ${seconds} s ago`,
  notAnswered: "not answered before",
  notInTheseWords: (why: string) => `not answered before in these words; ${why}`,
  understood: "the question is understood",
  /** `reason` is the grammar's own, in English; `word` is the customer's that it does not know. */
  unread: (why: Why, reason: string, _word: string | undefined): string => unread[why](reason),
  live: (intent: Intent) =>
    `questions about ${kindsOfQuestions[intent] ?? "this"} are answered anew each time`,
  withoutSentence: "the store has no sentence of its own for the question",
  mayGoOn: "the question may go on with what was said before",
  outdated: "answered before, but a price, stock or date changed",
  expired: "the answer is past its time",
  unreadable:
    "kept answers cannot be read at the moment, so that it is not known whether there is one",
  tooSlow: "the cache was too slow",
  switchedOff: "answers to other words are switched off here, because some of them were wrong",
  shared: "; shared with the same question, asked at the same time",
  endedByService: (stopReason: string) => `the model's service ended the answer: ${stopReason}`,
  silent: (reason: string) =>
    `${silences[reason] ?? "no model can be reached"}, so the answer is the store's own`,
}

export type Reasons = typeof englishReasons

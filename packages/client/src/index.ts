/** The client of the chat for browsers and Node: questions out, answers in, over as many sockets as it takes. */
export type { Answer, AnswerEvent, AskOptions, FailureCode, Outcome } from "./Answer.ts"
export { ChatClient } from "./ChatClient.ts"
export type { ChatOptions, ChatStatus } from "./ChatOptions.ts"
export type {
  AnswerSource,
  ClientFrame,
  ErrorCode,
  Locale,
  ProductCard,
  ServerFrame,
  TimelineEntry,
  TokenUsage,
  TurnCost,
  TurnEnd,
} from "./Frames.ts"

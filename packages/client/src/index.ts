/**
 * Client of the chat for browsers and Node: sends questions and receives streamed answers over one WebSocket at a time.
 * A lost one is replaced by another, and the answer goes on without a gap or a repetition.
 */
import "@manga-assist/options/node"
export type { Answer, AnswerEvent, AskOptions, FailureCode, Outcome } from "./Answer.ts"
export { ChatClient } from "./ChatClient.ts"
export type { ChatOptions, ChatStatus } from "./ChatOptions.ts"
export type {
  AnswerSource,
  Availability,
  ClientFrame,
  ErrorCode,
  Locale,
  ProductCard,
  ServerFrame,
  ShownTool,
  TimelineEntry,
  TokenUsage,
  Looked,
  Made,
  TurnCost,
  TurnEnd,
} from "./Frames.ts"

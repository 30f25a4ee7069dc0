export { type ChatRequest, decodeChatRequest } from "./ChatRequest.ts"
export { type ClientFrame, decodeClientFrame, Locale } from "./ClientFrame.ts"
export { maxFrameBytes, sessionPattern } from "./FrameRules.ts"
export {
  AnswerSource,
  encodeServerFrame,
  ErrorCode,
  ProductCard,
  ServerFrame,
  TimelineEntry,
  TokenUsage,
} from "./ServerFrame.ts"

export { type ClientFrame, Locale } from "./ClientFrame.ts"
export {
  AnswerSource,
  ErrorCode,
  ProductCard,
  ServerFrame,
  TimelineEntry,
  TokenUsage,
} from "./ServerFrame.ts"

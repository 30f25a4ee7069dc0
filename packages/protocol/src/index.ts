/** The frames between client and server: their types, their schemas, and strict decoding. */
export { type ChatRequest, decodeChatRequest } from "./ChatRequest.ts"
export { type ClientFrame, decodeClientFrame, Locale } from "./ClientFrame.ts"
export { degradations } from "./Degradations.ts"
export {
  chatRequestSchema,
  clientFrameSchemas,
  jsonSchemaOf,
  serverFrameSchemas,
} from "./FrameSchemas.ts"
export { type JsonSchema, maxFrameBytes, sessionPattern } from "./FrameRules.ts"
export {
  AnswerSource,
  Availability,
  encodeServerFrame,
  ErrorCode,
  Looked,
  Made,
  ProductCard,
  ServerFrame,
  ShownTool,
  TimelineEntry,
  TokenUsage,
  type TurnCost,
  type TurnFrame,
} from "./ServerFrame.ts"

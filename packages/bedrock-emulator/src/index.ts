export { type Answers, type ModelAnswer, type ModelCall, type ToolUse } from "./Answer.ts"
export { AwsError, type AwsErrorType } from "./AwsError.ts"
export {
  type BedrockEmulator,
  type BedrockEmulatorOptions,
  type BedrockFault,
  startBedrockEmulator,
} from "./BedrockEmulator.ts"
export { type GuardrailPolicy } from "./Guardrail.ts"
export { chatLatency, type LatencyModel } from "./LatencyModel.ts"
export { type ScriptRule } from "./Script.ts"
export { type FaultKind, type ServiceCounters } from "./Service.ts"
export { type Embedder } from "./TitanCall.ts"

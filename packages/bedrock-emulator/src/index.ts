/** Amazon Bedrock Runtime on this machine, for tests: started and closed from code. */
import "@manga-assist/options/node"
export {
  type Answers,
  type ModelAnswer,
  type ModelCall,
  type ModelPart,
  type ToolUse,
} from "./answers/ModelAnswer.ts"
export { AwsError, type AwsErrorType } from "./wire/AwsError.ts"
export {
  type BedrockEmulator,
  type BedrockEmulatorOptions,
  type BedrockFault,
  startBedrockEmulator,
} from "./BedrockEmulator.ts"
export { type GuardrailPolicy } from "./answers/Guardrail.ts"
export { chatLatency, type LatencyModel } from "./service/LatencyModel.ts"
export { type ScriptRule } from "./answers/Script.ts"
export { type ListedFault } from "./service/Faults.ts"
export { type FaultKind, type ServiceCounters } from "./service/Service.ts"
export { type SeenRequest } from "./service/RequestLog.ts"
export { InvalidSetting } from "./wire/InvalidSetting.ts"
export { type Embedder } from "./answers/TitanCall.ts"

/**
 * Building blocks for emulators of other services: faults, latency, counters, the admin server, and Bedrock with
 * pluggable models.
 */
import "@manga-assist/options/node"
export { type AdminServer, startAdminServer } from "./http/AdminServer.ts"
export { type Answers, type ModelCall, type ModelPart } from "./answers/ModelAnswer.ts"
export { AwsError } from "./wire/AwsError.ts"
export { type ContentBlock } from "./answers/request/ContentBlock.ts"
export { type BedrockOptions, startBedrock } from "./http/BedrockServer.ts"
export {
  type ConverseMessage,
  type ConverseRequest,
  readConverse,
} from "./answers/request/ConverseRequest.ts"
export { countRequest, makeCounters, resetCounters } from "./service/Counters.ts"
export { type FrontResponse, jsonResponse, send } from "./http/FrontResponse.ts"
export {
  addressOf,
  type Gate,
  type GatedServer,
  makeGate,
  startGatedServer,
} from "./http/GatedServer.ts"
export { type GuardrailPolicy, makeGuardrails } from "./answers/Guardrail.ts"
export { type Models } from "./answers/Answer.ts"
export {
  asRecord,
  InvalidSetting,
  join,
  numberWithin,
  oneOf,
  onlyKnownFields,
} from "./wire/InvalidSetting.ts"
export { slownessOf } from "./service/Faults.ts"
export { isObject, type JsonObject, parsedJson } from "./wire/Json.ts"
export { makeLatency } from "./service/Latency.ts"
export {
  type LatencyModel,
  noLatency,
  type OperationLatency,
  readLatencyFile,
  readLatencyModel,
} from "./service/LatencyModel.ts"
export { listenOn, refuseNonsense } from "./http/Listen.ts"
export { type ChatModel } from "./answers/Models.ts"
export { type Random, seededRandom } from "./service/Random.ts"
export { type BodyProblem, readBody } from "./http/RequestBody.ts"
export {
  type RunningService,
  type ServiceContext,
  type ServiceCounters,
} from "./service/Service.ts"
export { type ServiceName, type Fault } from "./service/Service.ts"
export { makeServiceHub, type ServiceHub } from "./service/ServiceHub.ts"
export { waitUntil } from "./http/Timing.ts"
export { type Embedder } from "./answers/TitanCall.ts"

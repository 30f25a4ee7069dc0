/**
 * What emulated services are made of: faults, latency, counters, the admin server, and Bedrock itself with
 * its models to be played by another. For emulators of other services beside this one.
 */
export { type AdminServer, startAdminServer } from "./AdminServer.ts"
export { type Answers, type ModelCall } from "./Answer.ts"
export { type BedrockOptions, startBedrock } from "./BedrockServer.ts"
export { type ConverseMessage, type ConverseRequest, readConverse } from "./ConverseRequest.ts"
export { countRequest, makeCounters, resetCounters } from "./Counters.ts"
export { fateOfOpenConnections } from "./Faults.ts"
export { type FrontResponse, jsonResponse, send } from "./FrontResponse.ts"
export { type GuardrailPolicy, makeGuardrails } from "./Guardrail.ts"
export { type Models } from "./Handler.ts"
export {
  asRecord,
  InvalidSetting,
  join,
  numberWithin,
  oneOf,
  onlyKnownFields,
} from "./InvalidSetting.ts"
export { isObject, type JsonObject } from "./Json.ts"
export { makeLatency } from "./Latency.ts"
export {
  type LatencyModel,
  noLatency,
  type OperationLatency,
  readLatencyFile,
  readLatencyModel,
} from "./LatencyModel.ts"
export { closeServer, listenOn } from "./Listen.ts"
export { type ChatModel } from "./Models.ts"
export { type Random, seededRandom } from "./Random.ts"
export { type BodyProblem, readBody } from "./RequestBody.ts"
export { type RunningService, type ServiceContext, type ServiceCounters } from "./Service.ts"
export { type ServiceName, type Fault } from "./Service.ts"
export { makeServiceHub, type ServiceHub } from "./ServiceHub.ts"
export { waitUntil } from "./Timing.ts"
export { type Embedder } from "./TitanCall.ts"

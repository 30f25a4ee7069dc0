export {
  type LatencyModel,
  latencyModel,
  type LatencyModelName,
  readLatencyFile,
} from "./LatencyModel.ts"
export { type LocalAws, type LocalAwsOptions, startLocalAws } from "./LocalAws.ts"
export type { Fault, FaultKind, ServiceCounters, ServiceName } from "./Service.ts"

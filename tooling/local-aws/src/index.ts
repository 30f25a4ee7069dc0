export { latencyModel, type LatencyModelName, readLatencyFile } from "./LatencyModel.ts"
export { type LocalAws, type LocalAwsOptions, startLocalAws } from "./LocalAws.ts"

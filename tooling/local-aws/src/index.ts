/**
 * Starts the store's emulated AWS services (`startLocalAws`), or an emulated API Gateway alone (`startApiGateway`), in the
 * caller's own process, for test suites and benchmarks.
 */
export { type ApiGateway, startApiGateway } from "./gateway/ApiGateway.ts"
export { startLocalAws } from "./LocalAws.ts"

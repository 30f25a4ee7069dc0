/** The emulated AWS services of the store, for suites and benchmarks that start them in their own process. */
export { type ApiGateway, startApiGateway } from "./gateway/ApiGateway.ts"
export { startLocalAws } from "./LocalAws.ts"

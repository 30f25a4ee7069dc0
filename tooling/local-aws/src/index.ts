export { type ApiGateway, startApiGateway } from "./gateway/ApiGateway.ts"
export { startLocalAws } from "./LocalAws.ts"

export { startLocalAws } from "./LocalAws.ts"

export { PrecomputeWorker } from "./Worker.ts"

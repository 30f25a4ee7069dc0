export { PrecomputeWorker } from "./worker/Worker.ts"

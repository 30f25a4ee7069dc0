/** What other apps use of the worker: the layer that runs it beside a server. */
export { PrecomputeWorker } from "./worker/Worker.ts"

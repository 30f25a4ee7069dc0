/**
 * Public entry of the precompute app for the server: the layers of the worker, which answers popular questions ahead of
 * demand, so that the server can run it within its own process.
 */
export { PrecomputeWorker } from "./worker/Worker.ts"

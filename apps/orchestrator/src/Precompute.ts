/**
 * Layer that, with `PRECOMPUTE=in-process`, runs the precompute worker within the server's process; off by default. The
 * worker answers popular questions ahead of demand. As a process of its own it hands its answers to the servers through
 * Redis; within the process it also works on a machine without a Redis.
 */
import type { AnsweringNeeds } from "@manga-assist/assistant"
import { oneWord } from "@manga-assist/process"
import { type Config, Effect, Layer } from "effect"
import { PrecomputeWorker } from "precompute"

export const layerPrecompute: Layer.Layer<never, Config.ConfigError, AnsweringNeeds> = Layer.unwrap(
  Effect.map(oneWord("PRECOMPUTE", ["off", "in-process"]), (choice) =>
    choice === "off"
      ? Layer.empty
      : PrecomputeWorker.layerScheduled.pipe(Layer.provide(PrecomputeWorker.layer)),
  ),
)

/**
 * Layer that runs the precompute worker within the server's process when `PRECOMPUTE=in-process`, for machines without
 * a Redis. Off by default.
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

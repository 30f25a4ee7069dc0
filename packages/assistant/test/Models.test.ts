/** Which models are asked, and by which name they are told and priced. */
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer } from "effect"
import { Models, nameOfModel } from "../src/model/Models.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const profile = "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/a1b2c3"
const haiku = "jp.anthropic.claude-haiku-4-5-20251001-v1:0"
const sonnet = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"

const modelsOf = (environment: Readonly<Record<string, string>>) =>
  Effect.provide(
    Models,
    Models.layer.pipe(
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
      Layer.fresh,
    ),
  )

describe("a model", () => {
  it.effect("is known by its id", () =>
    Effect.gen(function* () {
      const { complex, embedding, simple } = yield* modelsOf({})
      assert.deepEqual([complex.id, complex.name], [sonnet, sonnet])
      assert.deepEqual([simple.id, simple.name], [haiku, haiku])
      assert.strictEqual(embedding.name, embedding.id)
    }),
  )

  it.effect("of a system profile's ARN is known by that profile", () =>
    Effect.gen(function* () {
      const id = `arn:aws:bedrock:ap-northeast-1:123456789012:inference-profile/${haiku}`
      const { simple } = yield* modelsOf({ BEDROCK_MODEL_SIMPLE: id })
      assert.deepInclude(simple, { id, name: haiku })
    }),
  )

  it.effect("behind an application inference profile is the one that is told", () =>
    Effect.gen(function* () {
      const models = yield* modelsOf({
        BEDROCK_MODEL_COMPLEX: profile,
        BEDROCK_MODEL_COMPLEX_BASE: sonnet,
        BEDROCK_EMBEDDING_MODEL: `${profile}d4`,
        BEDROCK_EMBEDDING_MODEL_BASE: "amazon.titan-embed-text-v2:0",
      })
      assert.deepInclude(models.complex, { id: profile, name: sonnet })
      assert.strictEqual(nameOfModel(models, profile), sonnet)
      assert.strictEqual(nameOfModel(models, `${profile}d4`), "amazon.titan-embed-text-v2:0")
      assert.strictEqual(nameOfModel(models, "another"), "another")
    }),
  )

  it.effect("that nobody tells stops the start by its name", () =>
    Effect.gen(function* () {
      for (const name of [
        "BEDROCK_MODEL_COMPLEX",
        "BEDROCK_MODEL_SIMPLE",
        "BEDROCK_EMBEDDING_MODEL",
      ]) {
        const error = yield* Effect.flip(modelsOf({ [name]: profile }))
        assert.include(String(error), `${name}_BASE must name the model`)
      }
    }),
  )
})

describe("a turn by an application inference profile", () => {
  it.live(
    "asks Bedrock by its ARN, keeps prompts as its model does, and shows nobody the account",
    () => {
      const { layer, seen } = scriptedStore({
        model: [
          {
            say: ["It fits."],
            end: "end_turn",
            usage: { inputTokens: 9, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
          },
        ],
        environment: {
          BEDROCK_MODEL_COMPLEX: profile,
          BEDROCK_MODEL_COMPLEX_BASE: sonnet,
          BEDROCK_MODEL_SIMPLE: profile,
          BEDROCK_MODEL_SIMPLE_BASE: sonnet,
          TOOLS: "off",
        },
      })
      return Effect.gen(function* () {
        const events: ReadonlyArray<TurnEvent> = yield* ask("Tell me about Vinland Saga")
        assert.strictEqual(seen.calls[0]?.modelId, profile)
        assert.include(seen.calls[0]?.system, "cachePoint")
        assert.notInclude(JSON.stringify([events, seen.recorded]), "arn:aws")
        const last = events.at(-1)
        assert.strictEqual(last?.type === "turn-end" ? last.end.model : undefined, sonnet)
      }).pipe(Effect.provide(layer))
    },
  )
})

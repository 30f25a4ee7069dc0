/**
 * Every frame as JSON Schema (2020-12), generated from the schemas used for decoding and encoding. Client frames have
 * no other fields; server frames may gain some, which readers ignore.
 */
import { Schema } from "effect"
import { chatRequestShape } from "./ChatRequest.ts"
import { clientFrameShapes } from "./ClientFrame.ts"
import type { Shape } from "./DecodeObject.ts"
import type { JsonSchema } from "./FrameRules.ts"
import { ServerFrame } from "./ServerFrame.ts"

const objectOf = ({ optional, required }: Shape): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(
    Object.entries({ ...required, ...optional }).map(([name, { schema }]) => [name, schema]),
  ),
  required: Object.keys(required),
  additionalProperties: false,
})

/** By its type. */
export const clientFrameSchemas = (): ReadonlyMap<string, JsonSchema> =>
  new Map([...clientFrameShapes].map(([type, shape]) => [type, objectOf(shape)]))

/** By its type. */
export const serverFrameSchemas = (): ReadonlyMap<string, JsonSchema> =>
  new Map(ServerFrame.members.map((member) => [member.fields.type.literal, jsonSchemaOf(member)]))

/** The body of `POST /chat`. */
export const chatRequestSchema = (): JsonSchema => objectOf(chatRequestShape)

/** Whole, without references. */
export const jsonSchemaOf = (schema: Schema.Constraint): JsonSchema =>
  Schema.toJsonSchemaDocument(schema).schema

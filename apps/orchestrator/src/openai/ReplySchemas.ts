/** JSON Schemas of what the OpenAI formats are answered with: the fields a program reads. Others may come, as everywhere in the format. */
import type { JsonSchema } from "@manga-assist/protocol"

const text = { type: "string" }
const count = { type: "integer", minimum: 0 }
const nullable = (schema: JsonSchema) => ({ anyOf: [schema, { type: "null" }] })
const list = (items: JsonSchema) => ({ type: "array", items })
/** All fields are there but `more`. */
const fields = (properties: Record<string, JsonSchema>, more: Record<string, JsonSchema> = {}) => ({
  type: "object",
  properties: { ...properties, ...more },
  required: Object.keys(properties),
  additionalProperties: true,
})
const counts = (...names: ReadonlyArray<string>) =>
  fields(Object.fromEntries(names.map((name) => [name, count])))
/** Products, source, timeline: what the format has no field for. */
const details = fields({}, { products: list(fields({})), source: text })

export const openAiModel = fields({
  id: text,
  object: { const: "model" },
  created: count,
  owned_by: text,
})

export const openAiModels = fields({ object: { const: "list" }, data: list(openAiModel) })

export const openAiError = fields({
  error: fields({ message: text, type: text, param: nullable(text), code: nullable(text) }),
})

export const chatCompletion = fields(
  {
    id: text,
    object: { const: "chat.completion" },
    created: count,
    model: text,
    choices: list(
      fields({
        index: count,
        message: fields({ role: text, content: text, refusal: nullable(text) }),
        finish_reason: { enum: ["stop", "length", "content_filter"] },
      }),
    ),
  },
  {
    usage: counts("prompt_tokens", "completion_tokens", "total_tokens"),
    manga_assist: details,
  },
)

const item = fields(
  { id: text, type: text, status: text },
  { role: text, name: text, content: list(fields({ type: text, text })) },
)

export const response = fields(
  {
    id: text,
    object: { const: "response" },
    created_at: count,
    model: text,
    status: { enum: ["completed", "incomplete", "failed"] },
    output: list(item),
    error: nullable(fields({ code: text, message: text })),
    incomplete_details: nullable(fields({ reason: text })),
  },
  { usage: counts("input_tokens", "output_tokens", "total_tokens"), manga_assist: details },
)

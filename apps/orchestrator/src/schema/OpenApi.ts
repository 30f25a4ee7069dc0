/** The HTTP API as an OpenAPI document. */
import type { JsonSchema } from "@manga-assist/protocol"
import {
  chatCompletion,
  openAiError,
  openAiModel,
  openAiModels,
  response,
} from "../openai/ReplySchemas.ts"

export interface HttpSchemas {
  readonly chatRequest: JsonSchema
  readonly serverFrame: JsonSchema
  readonly error: JsonSchema
  readonly foundTurn: JsonSchema
  readonly uiMessageRequest: JsonSchema
  readonly chatCompletionRequest: JsonSchema
  readonly responseRequest: JsonSchema
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: JsonSchema) => ({ "application/json": { schema } })
/** `data`: what the JSON of each event is. */
const events = (description: string, data?: JsonSchema) => ({
  "text/event-stream": {
    schema: {
      type: "string",
      description,
      ...(data !== undefined && { contentMediaType: "application/json", contentSchema: data }),
    },
  },
})

const headers = [
  { name: "x-resume-token", in: "header", schema: { type: "string" } },
  { name: "traceparent", in: "header", schema: { type: "string" } },
  { name: "user", in: "query", schema: { type: "string" } },
]

const refusal = json({ type: "object", properties: { error: ref("Error") }, required: ["error"] })

const failures = (content: Record<string, unknown>) =>
  Object.fromEntries(
    [
      ["400", "not what this format takes"],
      ["401", "not let in"],
      ["413", "too large"],
      ["429", "too much in one minute"],
      ["503", "not now"],
    ].map(([status = "", description]) => [status, { description, content }]),
  )

const ask = (
  operationId: string,
  summary: string,
  request: string,
  content: Record<string, unknown>,
  failure: Record<string, unknown>,
) => ({
  post: {
    operationId,
    summary,
    parameters: headers,
    requestBody: { required: true, content: json(ref(request)) },
    responses: { "200": { description: "the answer", content }, ...failures(failure) },
  },
})

const anything = { type: "object", additionalProperties: true }

/** Of those who show no token as well. `refused`: what all statuses but 200 come with. */
const page = (
  operationId: string,
  summary: string,
  statuses: ReadonlyArray<string> = ["200"],
  told: JsonSchema = anything,
  refused = told,
) => ({
  get: {
    operationId,
    summary,
    security: [],
    responses: Object.fromEntries(
      statuses.map((status) => [
        status,
        { description: summary, content: json(status === "200" ? told : refused) },
      ]),
    ),
  },
})

export const openApi = (schemas: HttpSchemas) => ({
  openapi: "3.1.0",
  info: {
    title: "manga-assist",
    version: "1.0.0",
    description: "Changes are additive; see docs/protocol.md and docs/ways.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/", description: "The server that this document was read from" }],
  // Which of them it wants, its operator decides; without one the visitor is anonymous.
  security: [{}, { token: [] }],
  paths: {
    "/chat": ask(
      "chat",
      "One message, answered in frames",
      "ChatRequest",
      events("`event:` is the frame's type, `data:` a ServerFrame", ref("ServerFrame")),
      refusal,
    ),
    "/turns/{session}/{turn}": {
      get: {
        operationId: "showTurn",
        summary: "An answered turn again, for its owner",
        parameters: [
          ...["session", "turn"].map((name) => ({
            name,
            in: "path",
            required: true,
            schema: { type: "string" },
          })),
          ...headers.filter(({ name }) => name !== "traceparent"),
        ],
        responses: {
          "200": { description: "the turn", content: json(ref("FoundTurn")) },
          "400": { description: "not what this format takes", content: refusal },
          "401": { description: "not let in", content: refusal },
          "404": { description: "not there, or another's", content: refusal },
          "429": { description: "too much in one minute", content: refusal },
          "503": { description: "not now", content: refusal },
        },
      },
    },
    "/ai": ask(
      "ai",
      "One message in the AI SDK's format",
      "UiMessageRequest",
      events("the AI SDK's UI message stream"),
      { "text/plain": { schema: { type: "string" } } },
    ),
    "/v1/chat/completions": ask(
      "createChatCompletion",
      "One message in OpenAI's format",
      "ChatCompletionRequest",
      { ...json(ref("ChatCompletion")), ...events("OpenAI's chunks") },
      json(ref("OpenAiError")),
    ),
    "/v1/responses": ask(
      "createResponse",
      "One message in the format of OpenAI's responses",
      "ResponseRequest",
      { ...json(ref("Response")), ...events("OpenAI's events of a response") },
      json(ref("OpenAiError")),
    ),
    "/v1/models": page(
      "listModels",
      "The one model that is offered",
      ["200", "429"],
      ref("OpenAiModels"),
      ref("OpenAiError"),
    ),
    "/v1/models/{model}": {
      get: {
        ...page(
          "retrieveModel",
          "The model of this name",
          ["200", "404", "429"],
          ref("OpenAiModel"),
          ref("OpenAiError"),
        ).get,
        parameters: [{ name: "model", in: "path", required: true, schema: { type: "string" } }],
      },
    },
    "/mcp": {
      post: {
        operationId: "mcp",
        summary: "The Model Context Protocol over streamable HTTP",
        parameters: headers,
        requestBody: { required: true, content: json(anything) },
        responses: {
          "200": { description: "the answer", content: json(anything) },
          "202": { description: "heard" },
          ...failures(json(anything)),
        },
      },
    },
    "/healthz": page("isAlive", "The process lives"),
    "/readyz": page("isReady", "It may be sent to, or not", ["200", "503"]),
    "/schema/{file}": {
      get: {
        operationId: "schema",
        summary: "This document and its like",
        security: [],
        parameters: [{ name: "file", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          "200": { description: "the document", content: json(anything) },
          "404": { description: "no such document" },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "A token of the operator's issuer" },
    },
    schemas: {
      ChatRequest: schemas.chatRequest,
      ServerFrame: schemas.serverFrame,
      Error: schemas.error,
      FoundTurn: schemas.foundTurn,
      UiMessageRequest: schemas.uiMessageRequest,
      ChatCompletionRequest: schemas.chatCompletionRequest,
      ResponseRequest: schemas.responseRequest,
      ChatCompletion: chatCompletion,
      Response: response,
      OpenAiModel: openAiModel,
      OpenAiModels: openAiModels,
      OpenAiError: openAiError,
    },
  },
})

/** The HTTP API as an OpenAPI document. */
import type { JsonSchema } from "@manga-assist/protocol"

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

/** Of those who show no token as well. */
const page = (operationId: string, summary: string, statuses: ReadonlyArray<string> = ["200"]) => ({
  get: {
    operationId,
    summary,
    security: [],
    responses: Object.fromEntries(
      statuses.map((status) => [
        status,
        { description: summary, content: json({ type: "object" }) },
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
      { ...json({ type: "object" }), ...events("OpenAI's chunks") },
      json({ type: "object", properties: { error: { type: "object" } }, required: ["error"] }),
    ),
    "/v1/responses": ask(
      "createResponse",
      "One message in the format of OpenAI's responses",
      "ResponseRequest",
      { ...json({ type: "object" }), ...events("OpenAI's events of a response") },
      json({ type: "object", properties: { error: { type: "object" } }, required: ["error"] }),
    ),
    "/v1/models": page("listModels", "The one model that is offered", ["200", "429"]),
    "/v1/models/{model}": {
      get: {
        ...page("retrieveModel", "The model of this name", ["200", "404", "429"]).get,
        parameters: [{ name: "model", in: "path", required: true, schema: { type: "string" } }],
      },
    },
    "/mcp": {
      post: {
        operationId: "mcp",
        summary: "The Model Context Protocol over streamable HTTP",
        parameters: headers,
        requestBody: { required: true, content: json({ type: "object" }) },
        responses: {
          "200": { description: "the answer", content: json({ type: "object" }) },
          "202": { description: "heard" },
          ...failures(json({ type: "object" })),
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
          "200": { description: "the document", content: json({ type: "object" }) },
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
    },
  },
})

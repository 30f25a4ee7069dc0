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

const text = { type: "string" }

const headers = [
  { name: "x-resume-token", in: "header", schema: text },
  { name: "traceparent", in: "header", schema: text },
  { name: "user", in: "query", schema: text },
]
/** Of who can take back text that was shown. */
const accepts = { name: "accepts", in: "query", schema: { type: "string", enum: ["retract"] } }
/** Where the body's format has no field for it. */
const sessionHeader = { name: "x-session", in: "header", schema: text }

const named = (name: string) => ({
  name,
  in: "path",
  required: true,
  schema: text,
})

/** Whose answer it is, and where its time went until it began. */
const replyHeaders = {
  "x-session": { description: "The session, to be named the next time", schema: text },
  "x-resume-token": { description: "Its proof, to be shown the next time", schema: text },
  "server-timing": { description: "Stages until the answer began", schema: text },
}
const toldHeader = {
  "x-conversation": {
    description: "`told`: the conversation is that of the request alone",
    schema: text,
  },
}

const refusal = json({ type: "object", properties: { error: ref("Error") }, required: ["error"] })

const plainText = { "text/plain": { schema: text } }

/** `statuses`: all of them when left out. */
const failures = (content: Record<string, unknown>, statuses?: ReadonlyArray<string>) =>
  Object.fromEntries(
    [
      ["400", "not what this format takes"],
      ["401", "not let in"],
      ["403", "not from a page of this origin"],
      ["413", "too large"],
      ["415", "not application/json"],
      ["421", "not by this name"],
      ["429", "too much in one minute"],
      ["503", "not now"],
    ]
      .filter(([status = ""]) => statuses?.includes(status) ?? true)
      .map(([status = "", description]) => [status, { description, content }]),
  )

const ask = (
  operationId: string,
  summary: string,
  request: string,
  content: Record<string, unknown>,
  failure: Record<string, unknown>,
  more: { readonly parameters?: ReadonlyArray<object>; readonly headers?: object } = {},
) => ({
  post: {
    operationId,
    summary,
    parameters: [...headers, accepts, ...(more.parameters ?? [])],
    requestBody: { required: true, content: json(ref(request)) },
    responses: {
      "200": { description: "the answer", headers: { ...replyHeaders, ...more.headers }, content },
      ...failures(failure),
    },
  },
})

/** Of those that keep whole conversations themselves. */
const ofOpenAi = { parameters: [sessionHeader], headers: toldHeader }

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
          ...["session", "turn"].map(named),
          ...headers.filter(({ name }) => name !== "traceparent"),
        ],
        responses: {
          "200": { description: "the turn", content: json(ref("FoundTurn")) },
          "404": { description: "not there, or another's", content: refusal },
          ...failures(refusal, ["400", "401", "403", "421", "429", "503"]),
        },
      },
    },
    "/ai": ask(
      "ai",
      "One message in the AI SDK's format",
      "UiMessageRequest",
      events("the AI SDK's UI message stream"),
      plainText,
    ),
    "/ai/{chat}/stream": {
      get: {
        operationId: "resumeAi",
        summary: "The answer of this chat that is being given, from its beginning",
        parameters: [named("chat"), ...headers, accepts],
        responses: {
          "200": {
            description: "the answer",
            headers: replyHeaders,
            content: events("the AI SDK's UI message stream"),
          },
          "204": { description: "no answer is being given" },
          ...failures(plainText, ["401", "403", "421", "429", "503"]),
        },
      },
    },
    "/v1/chat/completions": ask(
      "createChatCompletion",
      "One message in OpenAI's format",
      "ChatCompletionRequest",
      { ...json(ref("ChatCompletion")), ...events("OpenAI's chunks") },
      json(ref("OpenAiError")),
      ofOpenAi,
    ),
    "/v1/responses": ask(
      "createResponse",
      "One message in the format of OpenAI's responses",
      "ResponseRequest",
      { ...json(ref("Response")), ...events("OpenAI's events of a response") },
      json(ref("OpenAiError")),
      ofOpenAi,
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
        parameters: [named("model")],
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
        parameters: [named("file")],
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

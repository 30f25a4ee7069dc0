/**
 * The protocol's schema files, generated from the schemas that decode and encode frames.
 *
 * `docs/schema` holds them as served at `/schema/<name>`. `pnpm schema` writes them; a test fails while they differ.
 */
import {
  chatRequestSchema,
  clientFrameSchemas,
  type JsonSchema,
  jsonSchemaOf,
  serverFrameSchemas,
} from "@manga-assist/protocol"
import type { Schema } from "effect"
import { aiAnswerSchemas, aiRequestSchemas } from "../aisdk/AiSocketFrames.ts"
import { UiMessageRequest } from "../aisdk/UiMessageRequest.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { ChatCompletionRequest } from "../openai/ChatCompletionRequest.ts"
import { ResponseRequest } from "../openai/ResponseRequest.ts"
import { FoundTurn } from "../sessions/PastTurns.ts"
import type { HttpReply } from "../transport/SocketServer.ts"
import { asyncApi } from "./AsyncApi.ts"
import { openApi } from "./OpenApi.ts"

const dialect = "https://json-schema.org/draft/2020-12/schema"

const oneOf = (title: string, frames: ReadonlyMap<string, JsonSchema>) => ({
  $schema: dialect,
  title,
  oneOf: [...frames.values()],
})

const framesOf = (schemas: Readonly<Record<string, Schema.Constraint>>) =>
  new Map(Object.entries(schemas).map(([type, schema]) => [type, jsonSchemaOf(schema)]))

/** The body of `POST /ai` within the frame. */
const aiRequests = (): ReadonlyMap<string, JsonSchema> => {
  const { send, ...others } = aiRequestSchemas
  const body = jsonSchemaOf(UiMessageRequest)
  return new Map([["send", { allOf: [jsonSchemaOf(send), body] }], ...framesOf(others)])
}

/** By file name, as objects. */
export const schemaFiles = (): ReadonlyMap<string, object> => {
  const client = clientFrameSchemas()
  const server = serverFrameSchemas()
  const serverFrame = { oneOf: [...server.values()] }
  return new Map<string, object>([
    ["client-frame.json", oneOf("What a client sends", client)],
    ["server-frame.json", oneOf("What the server sends", server)],
    ["chat-request.json", { $schema: dialect, title: "POST /chat", ...chatRequestSchema() }],
    [
      "asyncapi.json",
      asyncApi({
        chat: { client, server },
        ai: { client: aiRequests(), server: framesOf(aiAnswerSchemas) },
      }),
    ],
    [
      "openapi.json",
      openApi({
        chatRequest: chatRequestSchema(),
        serverFrame,
        error: server.get("error") ?? {},
        foundTurn: jsonSchemaOf(FoundTurn),
        uiMessageRequest: jsonSchemaOf(UiMessageRequest),
        chatCompletionRequest: jsonSchemaOf(ChatCompletionRequest),
        responseRequest: jsonSchemaOf(ResponseRequest),
      }),
    ],
  ])
}

/** By their paths. */
export const schemaPages = (): ReadonlyMap<string, HttpReply> =>
  new Map(
    [...schemaFiles()].map(([name, file]) => [
      `/schema/${name}`,
      jsonReply(200, file, { "cache-control": "public, max-age=300" }),
    ]),
  )

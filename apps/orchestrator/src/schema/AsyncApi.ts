/**
 * The protocols over WebSocket as an AsyncAPI document: this project's own at `/chat`, and that of the AI SDK's
 * `WebSocketChatTransport` at `/ai`.
 */
import type { JsonSchema } from "@manga-assist/protocol"

const pascal = (type: string): string =>
  type.replaceAll(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase())

type Frames = ReadonlyMap<string, JsonSchema>

/** One path for sockets: what clients send there, and what the server does. */
export interface SocketPath {
  readonly client: Frames
  readonly server: Frames
}

interface Message {
  readonly name: string
  readonly type: string
  readonly payload: JsonSchema
}

/** Some types are frames of both ends, and of both paths. */
const named = (frames: Frames, prefix: string): ReadonlyArray<Message> =>
  [...frames].map(([type, payload]) => ({ name: `${prefix}${pascal(type)}`, type, payload }))

const pointers = (channel: string, messages: ReadonlyArray<Message>) =>
  messages.map(({ name }) => ({ $ref: `#/channels/${channel}/messages/${name}` }))

const accepts = { type: "string", enum: ["retract"] }
const string = { type: "string", pattern: "^[A-Za-z0-9_.-]{1,128}$" }

const channel = (
  address: string,
  query: Readonly<Record<string, object>>,
  of: ReadonlyArray<Message>,
) => ({
  address,
  bindings: { ws: { query: { type: "object", properties: query } } },
  messages: Object.fromEntries(
    of.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
  ),
})

/** As seen from the server, as AsyncAPI 3 has it. */
const operation = (action: "receive" | "send", of: string, messages: ReadonlyArray<Message>) => ({
  action,
  channel: { $ref: `#/channels/${of}` },
  messages: pointers(of, messages),
})

export const asyncApi = (paths: { readonly chat: SocketPath; readonly ai: SocketPath }) => {
  const heard = named(paths.chat.client, "Client")
  const said = named(paths.chat.server, "Server")
  const heardAi = named(paths.ai.client, "AiClient")
  const saidAi = named(paths.ai.server, "AiServer")
  return {
    asyncapi: "3.0.0",
    info: {
      title: "manga-assist",
      version: "1.0.0",
      description:
        "One JSON object in each text frame. Changes are additive; see docs/protocol.md and docs/ways/ai-sdk.md.",
    },
    defaultContentType: "application/json",
    channels: {
      chat: channel("/chat", { session: string, user: string, accepts }, [...heard, ...said]),
      ai: channel("/ai", {}, [...heardAi, ...saidAi]),
    },
    operations: {
      hear: operation("receive", "chat", heard),
      say: operation("send", "chat", said),
      hearAi: operation("receive", "ai", heardAi),
      sayAi: operation("send", "ai", saidAi),
    },
    components: {
      messages: Object.fromEntries(
        [...heard, ...said, ...heardAi, ...saidAi].map(({ name, payload, type }) => [
          name,
          { name: type, payload },
        ]),
      ),
    },
  }
}

/** The WebSocket protocol as an AsyncAPI document. */
import type { JsonSchema } from "@manga-assist/protocol"

const pascal = (type: string): string =>
  type.replaceAll(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase())

type Frames = ReadonlyMap<string, JsonSchema>

/** Some types are frames of both ends. */
const named = (frames: Frames, end: "Client" | "Server") =>
  [...frames].map(([type, payload]) => ({ name: `${end}${pascal(type)}`, type, payload }))

const pointers = (channel: string, names: ReadonlyArray<{ readonly name: string }>) =>
  names.map(({ name }) => ({ $ref: `#/channels/${channel}/messages/${name}` }))

const string = { type: "string", pattern: "^[A-Za-z0-9_.-]{1,128}$" }

export const asyncApi = (client: Frames, server: Frames) => {
  const sent = named(client, "Client")
  const received = named(server, "Server")
  return {
    asyncapi: "3.0.0",
    info: {
      title: "manga-assist",
      version: "1.0.0",
      description:
        "One JSON object in each text frame. Changes are additive; see docs/protocol.md.",
    },
    defaultContentType: "application/json",
    channels: {
      chat: {
        address: "/chat",
        bindings: {
          ws: { query: { type: "object", properties: { session: string, user: string } } },
        },
        messages: Object.fromEntries(
          [...sent, ...received].map(({ name }) => [
            name,
            { $ref: `#/components/messages/${name}` },
          ]),
        ),
      },
    },
    operations: {
      // As seen from the server, as AsyncAPI 3 has it.
      hear: {
        action: "receive",
        channel: { $ref: "#/channels/chat" },
        messages: pointers("chat", sent),
      },
      say: {
        action: "send",
        channel: { $ref: "#/channels/chat" },
        messages: pointers("chat", received),
      },
    },
    components: {
      messages: Object.fromEntries(
        [...sent, ...received].map(({ name, payload, type }) => [name, { name: type, payload }]),
      ),
    },
  }
}

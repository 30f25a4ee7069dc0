/**
 * Messages between instances about events of API Gateway: an event may arrive at one instance while another serves
 * its connection.
 */
import { Option, Schema } from "effect"

const Event = Schema.Struct({
  kind: Schema.Literals(["default", "disconnect"]),
  ask: Schema.String,
  /** Who waits for the `heard`. */
  to: Schema.String,
  connection: Schema.String,
  body: Schema.String,
  isLost: Schema.Boolean,
})

const Heard = Schema.Struct({
  kind: Schema.Literal("heard"),
  ask: Schema.String,
  /** False: the connection is not served here. */
  isServed: Schema.Boolean,
})

const Message = Schema.fromJsonString(Schema.Union([Event, Heard]))
export type GatewayMessage = typeof Message.Type
export type GatewayEvent = typeof Event.Type

const decode = Schema.decodeUnknownOption(Message)

export const readGatewayMessage = (text: string): GatewayMessage | undefined =>
  Option.getOrUndefined(decode(text))

export const writeGatewayMessage = (message: GatewayMessage): string => JSON.stringify(message)

/**
 * Schemas of the messages between instances about API Gateway events: an instance that receives an event forwards it
 * (`ToldEvent`) to the instance that serves the connection, which replies `heard` and whether it does serve it.
 * Unreadable messages decode to `undefined`.
 */
import { Option, Schema } from "effect"

const event = {
  kind: Schema.Literals(["default", "disconnect"]),
  ask: Schema.String,
  connection: Schema.String,
  body: Schema.String,
  isLost: Schema.Boolean,
}
const Event = Schema.Struct(event)
export type GatewayEvent = typeof Event.Type

const Told = Schema.Struct({
  ...event,
  /** Who waits for the `heard`. */
  to: Schema.String,
  /** How long it has waited already for an instance that takes it. */
  waitedMs: Schema.Finite,
})
export type ToldEvent = typeof Told.Type

const Heard = Schema.Struct({
  kind: Schema.Literal("heard"),
  ask: Schema.String,
  /** False: the connection is not served here. */
  isServed: Schema.Boolean,
})

const Message = Schema.fromJsonString(Schema.Union([Told, Heard]))
export type GatewayMessage = typeof Message.Type

const decode = Schema.decodeUnknownOption(Message)

export const readGatewayMessage = (text: string): GatewayMessage | undefined =>
  Option.getOrUndefined(decode(text))

export const writeGatewayMessage = (message: GatewayMessage): string => JSON.stringify(message)

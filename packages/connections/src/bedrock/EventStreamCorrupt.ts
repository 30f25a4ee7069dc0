/** The bytes are not a valid event stream: nothing after this point can be trusted. */
export class EventStreamCorrupt extends Error {
  override readonly name = "EventStreamCorrupt"
}

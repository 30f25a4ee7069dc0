/** The error for bytes that are no valid event stream; nothing after them can be trusted. */
export class EventStreamCorrupt extends Error {
  override readonly name = "EventStreamCorrupt"
}

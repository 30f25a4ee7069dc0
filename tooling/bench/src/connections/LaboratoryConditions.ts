/** What all comparisons of clients against the laboratory's server have in common, for a result's conditions. */
import { canPin } from "../process/PinnedProcess.ts"
import { conversation } from "./clients/Conversation.ts"
import { maxConcurrentStreams } from "./laboratory/Laboratory.ts"

export const laboratoryConditions = () => ({
  "client's core": canPin() ? "0" : "not bound",
  "server's core": canPin() ? "1" : "not bound",
  network: "loopback by address, no name resolution",
  TLS: "1.3, RSA 2,048, verified by the client",
  "streams the server allows on a session": maxConcurrentStreams,
  "request body in bytes": Buffer.byteLength(JSON.stringify(conversation(0))),
})

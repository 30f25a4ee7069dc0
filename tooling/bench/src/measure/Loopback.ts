/** Listens on TCP ports of 127.0.0.1. */
import { once } from "node:events"
import { type AddressInfo, type Server } from "node:net"

/** Resolves with the port that the system chose. */
export const listen = async (server: Server): Promise<number> => {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 2_048 })
  await once(server, "listening")
  return (server.address() as AddressInfo).port // A TCP server's address is no pipe's name.
}

/** Listens on, and finds free, TCP ports of 127.0.0.1. */
import { once } from "node:events"
import { type AddressInfo, createServer, type Server } from "node:net"

/** Resolves with the port that the system chose. */
export const listen = async (server: Server): Promise<number> => {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 2_048 })
  await once(server, "listening")
  return (server.address() as AddressInfo).port // A TCP server's address is no pipe's name.
}

/** Where nothing listens. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, "close")
  return port
}

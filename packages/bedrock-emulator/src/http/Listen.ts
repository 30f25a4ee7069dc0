/**
 * Starts a TCP server on a port, with a plain error when the port is taken; and closes one together with its
 * connections.
 */
import type { AddressInfo, Server, Socket } from "node:net"
import type { Duplex } from "node:stream"

class PortUnavailable extends Error {
  override readonly name = "PortUnavailable"
}

/**
 * The port it listens on (`port` 0 picks a free one).
 *
 * @throws PortUnavailable when the port is in use or not allowed
 */
export const listenOn = (
  what: string,
  server: Server,
  port: number,
  host: string,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      reject(new PortUnavailable(`${what}: cannot listen on ${host}:${port}: ${reason(error)}`))
    }
    server.once("error", failed)
    server.listen(port, host, () => {
      server.removeListener("error", failed)
      // A TCP server's address is never a pipe's name.
      resolve((server.address() as AddressInfo).port)
    })
  })

const reason = (error: NodeJS.ErrnoException): string => {
  if (error.code === "EADDRINUSE") return "the port is in use (EADDRINUSE)"
  if (error.code === "EACCES") return "not allowed (EACCES)"
  return error.message
}

/** Answers what is not HTTP, for `clientError`. */
export const refuseNonsense = (_error: Error, socket: Duplex): void => {
  if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
  else socket.destroy()
}

/** An IPv6 address stands in brackets. */
export const hostInUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host)

/** Stops listening, ends these connections, and resolves when each of them is closed. */
export const closeServer = async (server: Server, sockets: Iterable<Socket>): Promise<void> => {
  const ended = [...sockets].map(
    (socket) =>
      new Promise<void>((resolve) => {
        socket.once("close", () => resolve())
        socket.destroy()
      }),
  )
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  await Promise.all([...ended, closed])
}

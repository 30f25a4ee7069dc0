/**
 * The container's health check: exits with 0 while the server, or the worker with a `METRICS_PORT`, is alive.
 *
 * Readiness is checked by the load balancer; a server that waits for a service must not be restarted.
 */
const ports = [process.env["PORT"] || "8080", process.env["METRICS_PORT"] || undefined]

const isAlive = async (port: string | undefined): Promise<boolean> => {
  if (port === undefined) return false
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`, {
      signal: AbortSignal.timeout(4_000),
    })
    return ok
  } catch {
    return false
  }
}

process.exitCode = (await Promise.all(ports.map(isAlive))).includes(true) ? 0 : 1

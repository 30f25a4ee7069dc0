/**
 * The container's health check: exits with 0 while the server is alive.
 *
 * Readiness is checked by the load balancer; a server that waits for a service must not be restarted.
 */
const port = process.env["PORT"] || "8080"

try {
  const reply = await fetch(`http://127.0.0.1:${port}/healthz`, {
    signal: AbortSignal.timeout(4_000),
  })
  process.exitCode = reply.ok ? 0 : 1
} catch {
  process.exitCode = 1
}

/**
 * Exits with 0 while the server of this container is alive. Readiness is the load balancer's question: a server that
 * waits for a service must not be restarted.
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

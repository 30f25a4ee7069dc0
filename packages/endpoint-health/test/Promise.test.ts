/** The checks for programs without Effect, against a TCP port that is there and one that is not. */
import { createServer, type AddressInfo } from "node:net"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { checkEndpoints, type Endpoint, makeMonitor, reportText } from "../src/promise.ts"

const server = createServer((socket) => socket.end())
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)))
afterAll(() => server.close())

const endpointAt = (port: number): Endpoint => ({
  name: `port ${port}`,
  host: "127.0.0.1",
  port,
  tls: false,
  kind: "interface",
  // A busy machine is no fault of the network.
  limits: { dnsMs: 5_000, tcpMs: 5_000, tlsMs: 5_000 },
})
const here = () => endpointAt((server.address() as AddressInfo).port)

it("reports what answers and what does not", async () => {
  const { reports } = await checkEndpoints([here(), endpointAt(1)], {
    samples: 5,
    deadlineMs: 500,
  })
  expect(reports.map(({ verdict }) => verdict.status)).toEqual(["healthy", "unhealthy"])
  expect(reportText({ reports, notes: [] })).toMatch(/127\.0\.0\.1/)
})

it("goes on until it is closed", async () => {
  const monitor = makeMonitor({
    endpoints: [here()],
    samples: 5,
    spacingMs: 0,
    intervalMs: 10,
    roundDeadlineMs: 2_000,
  })
  await expect.poll(() => monitor.state().rounds, { timeout: 20_000 }).toBeGreaterThan(1)
  await monitor.close()
  const { rounds } = monitor.state()
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(monitor.state().rounds).toBe(rounds)
})

it("tells a round that is late on standard error, and leaves standard output alone", async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {})
  const warned = vi.spyOn(console, "error").mockImplementation(() => {})
  const monitor = makeMonitor({
    endpoints: [here()],
    resolve: () => new Promise(() => {}),
    intervalMs: 60_000,
    roundDeadlineMs: 1,
  })
  await expect.poll(() => warned.mock.calls.length).toBe(1)
  expect(printed.mock.calls).toEqual([])
  await monitor.close()
  vi.restoreAllMocks()
})

/**
 * Fails a file of tests that leaves something of the process changed or open for the file after it.
 *
 * The files of the unit suite run one after another in few processes, which saves the evaluation of their
 * imports 200 times. So that no test depends on which ran before, each must leave what all share as it was:
 * environment, folder, clocks, listeners, trusted authorities, sockets, child processes.
 */
import { getCACertificates } from "node:tls"
import { afterAll, beforeAll, expect, vi } from "vitest"

/** How many different ones are trusted; the same one may be written in lines of two lengths. */
const authorities = () =>
  new Set(getCACertificates("default").map((text) => text.replaceAll(/-----[^-]+-----|\s/g, "")))
    .size

const shared = () => ({
  environment: { ...process.env },
  folder: process.cwd(),
  clocksAreReal: !vi.isFakeTimers(),
  listeners: Object.fromEntries(
    ["SIGTERM", "SIGINT", "SIGHUP", "uncaughtException", "unhandledRejection", "warning"].map(
      (event) => [event, process.listenerCount(event)],
    ),
  ),
  authorities: authorities(),
})

/** Sockets and child processes; timers are not counted, since the runner has its own. */
const open = () =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /^TCP|^TLS|^Process/.test(name))
    .toSorted()

/** Without what the files before had left open, of which one has failed for it. */
const leftOpen = () => {
  const known = [...before.open]
  return open().filter((name) => {
    const at = known.indexOf(name)
    if (at !== -1) known.splice(at, 1)
    return at === -1
  })
}

let before = { shared: shared(), open: open() }

beforeAll(() => {
  before = { shared: shared(), open: open() }
})

afterAll(async () => {
  expect(shared(), "what this file leaves to the next").toEqual(before.shared)
  await vi.waitFor(() => expect(leftOpen(), "what this file leaves open").toEqual([]), 5_000)
})

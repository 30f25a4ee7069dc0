/**
 * Reads from a trace of Chromium how long after a key press, or after the arrival of a delta, its letters were on the
 * screen. Event Timing (`PerformanceObserver`) tells such times in steps of 8 ms, and of key presses only.
 */
import type { Browser, Page } from "playwright-core"

export type Kind = "key press" | "delta"

interface TraceEvent {
  readonly name: string
  /** `b` and `e` begin and end what has the same id in the same process. */
  readonly ph: string
  readonly pid: number
  /** Microseconds. */
  readonly ts: number
  readonly id2?: { readonly local?: string }
  readonly args?: {
    readonly event_latency?: { readonly event_type?: string }
    readonly frame_reporter?: { readonly state?: string }
  }
}

/** Milliseconds from a key press, or from the arrival of a frame of the socket. */
export interface Drawn {
  /** Until the page began to make the frame that shows it. */
  readonly begunMs: number
  /** Until that frame was on the screen. */
  readonly shownMs: number
}

interface Span {
  readonly first: TraceEvent
  readonly key: string
  readonly from: number
  readonly to: number
}

const spansOf = (events: ReadonlyArray<TraceEvent>, name: string): ReadonlyArray<Span> => {
  const open = new Map<string, TraceEvent>()
  return events.flatMap((event) => {
    if (event.name !== name) return []
    const key = `${event.pid} ${event.id2?.local}`
    if (event.ph === "b") open.set(key, event)
    const first = open.get(key)
    if (event.ph !== "e" || first === undefined) return []
    open.delete(key)
    return [{ first, key, from: first.ts, to: event.ts }]
  })
}

interface Frame {
  readonly pid: number
  /** When the page's main thread was asked for it. */
  readonly begun: number
  readonly shown: number
}

/** Frames that reached the screen with changes of the main thread; an animation alone does without it. */
const framesOf = (events: ReadonlyArray<TraceEvent>): ReadonlyArray<Frame> => {
  const asked = spansOf(events, "SendBeginMainFrameToCommit")
  return spansOf(events, "PipelineReporter")
    .filter(({ first }) => first.args?.frame_reporter?.state === "STATE_PRESENTED_ALL")
    .flatMap(({ first, from, key, to }) =>
      asked
        .filter((one) => one.key === key && one.from >= from && one.to <= to)
        .map((one) => ({ pid: first.pid, begun: one.from, shown: to })),
    )
    .toSorted((one, other) => one.begun - other.begun)
}

const drawnIn = (events: ReadonlyArray<TraceEvent>, kind: Kind): ReadonlyArray<Drawn> => {
  const frames = framesOf(events)
  return events
    .filter(({ args, name, ph }) =>
      kind === "delta"
        ? name === "WebSocketReceive"
        : name === "EventLatency" &&
          ph === "b" &&
          args?.event_latency?.event_type === "KEY_PRESSED",
    )
    .flatMap(({ pid, ts }) => {
      // A frame that was begun before may show it already; it is not counted.
      const frame = frames.find(({ begun, pid: of }) => of === pid && begun >= ts)
      if (frame === undefined) return []
      return [{ begunMs: (frame.begun - ts) / 1_000, shownMs: (frame.shown - ts) / 1_000 }]
    })
}

const categories = [
  "input",
  "benchmark",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
]

export const drawnWhile = async (
  browser: Browser,
  page: Page,
  kind: Kind,
  act: () => Promise<void>,
): Promise<ReadonlyArray<Drawn>> => {
  await browser.startTracing(page, { categories })
  await act()
  // What was drawn last is presented before the trace ends.
  await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 200)))
  const trace: { readonly traceEvents: ReadonlyArray<TraceEvent> } = JSON.parse(
    (await browser.stopTracing()).toString(),
  )
  return drawnIn(trace.traceEvents, kind)
}

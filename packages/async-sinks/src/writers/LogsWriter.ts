/**
 * Writes records to a CloudWatch Logs stream, one JSON text each; the stream is created if it is missing.
 *
 * Logs stores duplicates: `dedup id` in a query removes them. Events that are too old, too new or expired are left
 * out by the service with a success; they are reported as rejected.
 */
import { func, methods, needed, object, text } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { call, chunksOf, isNamed, sendChunks } from "./Chunks.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { LogsCalls, LogsOptions } from "./WriterOptions.ts"

/** PutLogEvents: 10,000 events and 1,048,576 bytes a request, each event counted with 26 more. */
const EVENT_OVERHEAD = 26
const LIMITS = {
  service: "CloudWatch Logs",
  count: 10_000,
  bytes: 1_048_576,
  recordBytes: 1_048_576,
}
/** The events of one request may not be further apart. */
const SPAN_MS = 24 * 60 * 60 * 1_000

const rules = object<LogsOptions<never>>({
  client: needed(methods("putLogEvents", "createLogStream")),
  group: needed(text),
  stream: needed(text),
  timestamp: needed(func),
})

/** @throws OptionError */
export const logsWriter = <A extends SinkRecord>(
  options: LogsOptions<A>,
): ((
  batch: ReadonlyArray<A>,
  json: (index: number) => string,
) => Effect.Effect<WriteAnswer, unknown>) => {
  check("logsWriter", rules, options)
  const place = { logGroupName: options.group, logStreamName: options.stream }
  const put = (logEvents: Array<{ timestamp: number; message: string }>) =>
    call(LIMITS.service, (signal) => options.client.putLogEvents({ ...place, logEvents }, signal))
  const makeStream = call(LIMITS.service, (signal) =>
    options.client.createLogStream(place, signal),
  ).pipe(
    Effect.catchIf(
      (error) => isNamed(error, "ResourceAlreadyExistsException"),
      () => Effect.void,
    ),
  )
  const send = (events: Array<{ timestamp: number; message: string }>) =>
    put(events).pipe(
      Effect.catchIf(
        (error) => isNamed(error, "ResourceNotFoundException"),
        () => Effect.andThen(makeStream, put(events)),
      ),
      Effect.map(({ rejectedLogEventsInfo: info }) => ({ rejected: leftOut(info, events.length) })),
    )

  return (batch, json) =>
    Effect.suspend(() => {
      // Chronological, as a request has to be; the answer is turned back to the batch's order.
      const order = batch
        .map((record, index) => ({ index, timestamp: options.timestamp(record) }))
        .toSorted((one, other) => one.timestamp - other.timestamp)
      const events = order.map(({ index, timestamp }) => ({ timestamp, message: json(index) }))
      const sizes = events.map(({ message }) => Buffer.byteLength(message) + EVENT_OVERHEAD)
      const { chunks, rejected } = chunksOf(sizes, LIMITS)
      const withinADay = chunks.flatMap((indexes) =>
        daysOf(indexes, (index) => events[index]?.timestamp ?? 0),
      )
      const batchIndex = (index: number) => order[index]?.index ?? -1
      return sendChunks({ chunks: withinADay, rejected }, (indexes) =>
        send(indexes.flatMap((index) => events[index] ?? [])),
      ).pipe(
        Effect.map((answer) => ({
          reason: answer.reason,
          failed: answer.failed?.map(batchIndex),
          rejected: answer.rejected?.map(({ index, reason }) => ({
            index: batchIndex(index),
            reason,
          })),
        })),
      )
    })
}

const daysOf = (
  indexes: ReadonlyArray<number>,
  timeOf: (index: number) => number,
): ReadonlyArray<ReadonlyArray<number>> => {
  const days: Array<Array<number>> = []
  let since = Number.NEGATIVE_INFINITY
  for (const index of indexes) {
    const time = timeOf(index)
    if (time - since >= SPAN_MS || days.length === 0) {
      days.push([])
      since = time
    }
    days.at(-1)?.push(index)
  }
  return days
}

/** Ends are exclusive, the start is not. */
const leftOut = (
  info: Awaited<ReturnType<LogsCalls["putLogEvents"]>>["rejectedLogEventsInfo"],
  count: number,
): ReadonlyArray<{ readonly index: number; readonly reason: string }> => {
  const old = info?.tooOldLogEventEndIndex ?? 0
  const expired = info?.expiredLogEventEndIndex ?? 0
  const future = info?.tooNewLogEventStartIndex ?? count
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    if (index < old) return [{ index, reason: "CloudWatch Logs: older than 14 days" }]
    if (index < expired) return [{ index, reason: "CloudWatch Logs: older than the retention" }]
    return index >= future
      ? [{ index, reason: "CloudWatch Logs: more than 2 hours in the future" }]
      : []
  })
}

/**
 * Writes records to a Kinesis stream, one JSON text each.
 *
 * Kinesis stores duplicates; consumers detect them by the `id` in the text. Records that a request leaves out
 * (throttled shards, internal failures) are reported as failed, and only they are retried.
 */
import { func, methods, needed, object, text } from "@manga-assist/options"
import { Effect } from "effect"
import { check } from "../contract/CheckOptions.ts"
import { call, chunksOf, sendChunks } from "./Chunks.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import type { WriteAnswer } from "../contract/WriteAnswer.ts"
import type { KinesisOptions } from "./WriterOptions.ts"

/** PutRecords: 500 records and 10 MiB a request, 10 MiB a record, partition keys included. */
const LIMITS = {
  service: "Kinesis",
  count: 500,
  bytes: 10 * 1024 * 1024,
  recordBytes: 10 * 1024 * 1024,
}

const rules = object<KinesisOptions<unknown>>({
  client: needed(methods("putRecords")),
  stream: needed(text),
  partitionKey: func,
})

/** @throws OptionError */
export const kinesisWriter = <A extends SinkRecord>(
  options: KinesisOptions<A>,
): ((
  batch: ReadonlyArray<A>,
  json: (index: number) => string,
) => Effect.Effect<WriteAnswer, unknown>) => {
  check("kinesisWriter", rules, options)
  const keyOf = options.partitionKey ?? ((record: A) => record.id)
  return (batch, json) =>
    Effect.suspend(() => {
      const entries = batch.map((record, index) => ({
        Data: Buffer.from(json(index)),
        PartitionKey: keyOf(record),
      }))
      const sizes = entries.map(
        ({ Data, PartitionKey }) => Data.length + Buffer.byteLength(PartitionKey),
      )
      return sendChunks(chunksOf(sizes, LIMITS), (indexes) =>
        call(LIMITS.service, (signal) =>
          options.client.putRecords(
            {
              StreamName: options.stream,
              Records: indexes.flatMap((index) => entries[index] ?? []),
            },
            signal,
          ),
        ).pipe(
          Effect.map(({ Records = [] }) => {
            const bad = Records.flatMap(({ ErrorCode, ErrorMessage }, index) =>
              ErrorCode === undefined || ErrorCode === ""
                ? []
                : [{ index, text: `${ErrorCode}: ${ErrorMessage ?? ""}` }],
            )
            return { failed: bad.map(({ index }) => index), reason: bad[0]?.text }
          }),
        ),
      )
    })
}

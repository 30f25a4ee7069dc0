/**
 * Compressed values with one byte in front that names the codec: 0 identity, 1 gzip, 2 zstd;
 * 3 is reserved for zstd with a dictionary, whose id is the second byte.
 *
 * Below 64 KiB the work is done at once, which at that size beats the thread pool (by 120-150 µs
 * measured on 20 KB); larger values go through the pool so that they never hold the event loop.
 * Compressed forms carry a checksum and decode whole or not at all (bytes behind a complete zstd
 * frame are ignored); identity carries none.
 */
import { constants } from "node:buffer"
import * as zlib from "node:zlib"
import { Effect } from "effect"
import { PayloadError } from "./PayloadError.ts"

const IDENTITY = 0
const GZIP = 1
const ZSTD = 2

const SYNC_BELOW_BYTES = 64 * 1024
const DEFAULT_MIN_BYTES = 512
/** The most that `decode` lets out unless told otherwise. */
const DEFAULT_MAX_OUTPUT_BYTES = 8 * 1024 * 1024

/** Node 22 before 22.15 has no zstd; gzip is read and written everywhere. */
const hasZstd = typeof zlib.zstdCompressSync === "function"
const zstdOptions = hasZstd
  ? {
      params: {
        [zlib.constants.ZSTD_c_compressionLevel]: 3,
        [zlib.constants.ZSTD_c_checksumFlag]: 1,
      },
    }
  : {}
/** Level 3 never needs more than 2 MiB of window; a frame that claims 128 MiB is not ours. */
const zstdLimits = hasZstd ? { params: { [zlib.constants.ZSTD_d_windowLogMax]: 24 } } : {}

export interface EncodeOptions {
  /** Shorter values stay as they are; 512 bytes unless given. */
  readonly minBytes?: number | undefined
  /** `zstd` unless given, `gzip` where the runtime has no zstd. */
  readonly codec?: "gzip" | "zstd" | undefined
}

export interface DecodeOptions {
  /** No more than this comes out, whatever the bytes claim; 8 MiB unless given. */
  readonly maxOutputBytes?: number | undefined
}

type Callback = (error: Error | null, result: Buffer) => void

const utf8 = new TextEncoder()
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const prefixed = (codec: number, body: Uint8Array): Uint8Array => {
  const out = new Uint8Array(body.length + 1)
  out[0] = codec
  out.set(body, 1)
  return out
}

/**
 * The value behind its codec byte: at most one byte longer than the value, since what does not
 * shrink stays raw. Text is written as UTF-8; a lone surrogate becomes U+FFFD.
 */
export const encode = (
  value: Uint8Array | string,
  options: EncodeOptions = {},
): Effect.Effect<Uint8Array> =>
  Effect.suspend(() => {
    const raw = typeof value === "string" ? utf8.encode(value) : value
    if (raw.length < (options.minBytes ?? DEFAULT_MIN_BYTES)) {
      return Effect.succeed(prefixed(IDENTITY, raw))
    }
    const codec = hasZstd && options.codec !== "gzip" ? ZSTD : GZIP
    const keep = (body: Uint8Array): Uint8Array =>
      body.length < raw.length ? prefixed(codec, body) : prefixed(IDENTITY, raw)
    if (raw.length < SYNC_BELOW_BYTES) {
      return Effect.succeed(
        keep(codec === ZSTD ? zlib.zstdCompressSync(raw, zstdOptions) : zlib.gzipSync(raw)),
      )
    }
    return Effect.callback<Uint8Array>((resume) => {
      const done: Callback = (error, body) => {
        // Compressing bytes in memory fails only when memory itself does: raw is then still right.
        resume(Effect.succeed(error === null ? keep(body) : prefixed(IDENTITY, raw)))
      }
      if (codec === ZSTD) zlib.zstdCompress(raw, zstdOptions, done)
      else zlib.gzip(raw, done)
    })
  })

const failure = (cause: unknown, limit: number): PayloadError =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE"
    ? new PayloadError({ reason: "too-large", detail: `more than ${limit} bytes`, cause })
    : new PayloadError({ reason: "corrupt", detail: "the compressed part does not decode", cause })

/** The bytes that `encode` was given. Fails as `PayloadError` on anything else. */
export const decode = (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Effect.Effect<Uint8Array, PayloadError> =>
  Effect.suspend(() => {
    const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES
    // zlib accepts no limit below 1 and none above its own.
    const maxOutputLength = Math.min(Math.max(1, limit), constants.MAX_LENGTH)
    const codec = bytes[0]
    if (codec === undefined) {
      return Effect.fail(new PayloadError({ reason: "empty", detail: "no codec byte" }))
    }
    const body = bytes.subarray(1)
    if (codec === IDENTITY) {
      return body.length <= limit
        ? Effect.succeed(body)
        : Effect.fail(
            new PayloadError({ reason: "too-large", detail: `${body.length} > ${limit} bytes` }),
          )
    }
    if (codec !== GZIP && !(codec === ZSTD && hasZstd)) {
      return Effect.fail(new PayloadError({ reason: "unknown-codec", detail: `byte ${codec}` }))
    }
    const limits = codec === ZSTD ? { ...zstdLimits, maxOutputLength } : { maxOutputLength }
    if (body.length < SYNC_BELOW_BYTES / 4) {
      return Effect.try({
        try: () =>
          codec === ZSTD ? zlib.zstdDecompressSync(body, limits) : zlib.gunzipSync(body, limits),
        catch: (cause) => failure(cause, limit),
      })
    }
    return Effect.callback<Uint8Array, PayloadError>((resume) => {
      const done: Callback = (error, result) => {
        resume(error === null ? Effect.succeed(result) : Effect.fail(failure(error, limit)))
      }
      if (codec === ZSTD) zlib.zstdDecompress(body, limits, done)
      else zlib.gunzip(body, limits, done)
    })
  })

/** As `decode`, for values that were text; bytes that are not UTF-8 are `corrupt`. */
export const decodeText = (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Effect.Effect<string, PayloadError> =>
  Effect.flatMap(decode(bytes, options), (raw) =>
    Effect.try({
      try: () => strictUtf8.decode(raw),
      catch: (cause) => new PayloadError({ reason: "corrupt", detail: "not UTF-8", cause }),
    }),
  )

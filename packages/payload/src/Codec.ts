/**
 * Compresses values, with one byte in front that names the codec: 0 identity, 1 gzip, 2 zstd, 3 zstd with a
 * dictionary, whose id is the second byte.
 *
 * Values below 64 KiB are compressed synchronously, which is 120-150 µs faster than the thread pool at 20 KB, and
 * compressed ones below 16 KiB are decompressed so; larger ones use the pool, so that they never block the event
 * loop. Compressed forms have a checksum and decode whole or not at all (bytes after a complete zstd frame are
 * ignored); identity has none.
 */
import { constants } from "node:buffer"
import * as zlib from "node:zlib"
import { Effect } from "effect"
import { zstdDeclaredSize } from "./DeclaredSize.ts"
import type { Dictionary } from "./Dictionary.ts"
import { PayloadError } from "./PayloadError.ts"
import { hasDictionaries, hasZstd, zstdReading, zstdWriting } from "./Zstd.ts"

const IDENTITY = 0
const GZIP = 1
const ZSTD = 2
const ZSTD_DICTIONARY = 3

const SYNC_BELOW_BYTES = 64 * 1024
const DEFAULT_MIN_BYTES = 512
/** With a dictionary a value of a line already shrinks. */
const DEFAULT_MIN_BYTES_DICTIONARY = 128
/** The most that `decode` lets out unless told otherwise. */
const DEFAULT_MAX_OUTPUT_BYTES = 8 * 1024 * 1024

export interface EncodeOptions {
  /** Shorter values stay as they are; 512 bytes unless given, 128 with a dictionary. */
  readonly minBytes?: number | undefined
  /** `zstd` unless given, `gzip` where the runtime has no zstd. */
  readonly codec?: "gzip" | "zstd" | undefined
  /** Used with zstd where the runtime has dictionaries, and left out elsewhere. */
  readonly dictionary?: Dictionary | undefined
}

export interface DecodeOptions {
  /** No more than this comes out, whatever the bytes claim; 8 MiB unless given. */
  readonly maxOutputBytes?: number | undefined
  /** Every dictionary that values may have been written with. */
  readonly dictionaries?: ReadonlyArray<Dictionary> | undefined
}

type Callback = (error: Error | null, result: Buffer) => void

const utf8 = new TextEncoder()
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const prefixed = (prefix: ReadonlyArray<number>, body: Uint8Array): Uint8Array => {
  const out = new Uint8Array(body.length + prefix.length)
  out.set(prefix)
  out.set(body, prefix.length)
  return out
}

/** As `prefixed`, of a text as it is: written once and not copied. */
const identityOf = (text: string): Uint8Array => {
  const out = Buffer.allocUnsafe(1 + Buffer.byteLength(text))
  out[0] = IDENTITY
  out.write(text, 1, "utf8")
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
    const shortest = options.minBytes ?? DEFAULT_MIN_BYTES_DICTIONARY
    // No text has more bytes than three times its characters.
    if (typeof value === "string" && 3 * value.length < shortest) {
      return Effect.succeed(identityOf(value))
    }
    const raw = typeof value === "string" ? utf8.encode(value) : value
    const zstd = hasZstd && options.codec !== "gzip"
    const dictionary = zstd && hasDictionaries ? options.dictionary : undefined
    const minBytes = dictionary === undefined ? DEFAULT_MIN_BYTES : DEFAULT_MIN_BYTES_DICTIONARY
    const identity = () => prefixed([IDENTITY], raw)
    if (raw.length < (options.minBytes ?? minBytes)) return Effect.succeed(identity())
    const prefix =
      dictionary === undefined ? [zstd ? ZSTD : GZIP] : [ZSTD_DICTIONARY, dictionary.id]
    const keep = (body: Uint8Array): Uint8Array =>
      body.length + prefix.length <= raw.length ? prefixed(prefix, body) : identity()
    const writing = zstdWriting(raw.length, dictionary?.bytes)
    if (raw.length < SYNC_BELOW_BYTES) {
      return Effect.succeed(keep(zstd ? zlib.zstdCompressSync(raw, writing) : zlib.gzipSync(raw)))
    }
    return Effect.callback<Uint8Array>((resume) => {
      const done: Callback = (error, body) => {
        // Compressing bytes in memory fails only when memory itself does: raw is then still right.
        resume(Effect.succeed(error === null ? keep(body) : identity()))
      }
      if (zstd) zlib.zstdCompress(raw, writing, done)
      else zlib.gzip(raw, done)
    })
  })

const failed = (reason: PayloadError["reason"], detail: string, cause?: unknown) =>
  new PayloadError({ reason, detail, cause })

const failure = (cause: unknown, limit: number): PayloadError =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE"
    ? failed("too-large", `more than ${limit} bytes`, cause)
    : failed("corrupt", "the compressed part does not decode", cause)

/** A compressed body, and how to read it. */
interface Compressed {
  readonly codec: "gzip" | "zstd"
  readonly body: Uint8Array
  readonly dictionary: Dictionary | undefined
}

const compressed = (bytes: Uint8Array, options: DecodeOptions): Compressed | PayloadError => {
  const [codec, id] = bytes
  if (codec === GZIP) return { codec: "gzip", body: bytes.subarray(1), dictionary: undefined }
  if (codec === ZSTD && hasZstd) {
    return { codec: "zstd", body: bytes.subarray(1), dictionary: undefined }
  }
  if (codec !== ZSTD_DICTIONARY || !hasDictionaries) return failed("unknown-codec", `byte ${codec}`)
  if (id === undefined) return failed("corrupt", "no dictionary id")
  const dictionary = options.dictionaries?.find((each) => each.id === id)
  return dictionary === undefined
    ? failed("unknown-dictionary", `id ${id}`)
    : { codec: "zstd", body: bytes.subarray(2), dictionary }
}

const decompress = (
  { body, codec, dictionary }: Compressed,
  limit: number,
): Effect.Effect<Uint8Array, PayloadError> => {
  const declared = codec === "zstd" ? zstdDeclaredSize(body) : undefined
  if (declared !== undefined && declared > limit) {
    return Effect.fail(failed("too-large", `${declared} declared, ${limit} bytes allowed`))
  }
  // zlib accepts no limit below 1 and none above its own.
  const maxOutputLength = Math.min(Math.max(1, limit), constants.MAX_LENGTH)
  const reading = zstdReading(maxOutputLength, dictionary?.bytes)
  if (body.length < SYNC_BELOW_BYTES / 4) {
    return Effect.try({
      try: () =>
        codec === "zstd"
          ? zlib.zstdDecompressSync(body, reading)
          : zlib.gunzipSync(body, { maxOutputLength }),
      catch: (cause) => failure(cause, limit),
    })
  }
  return Effect.callback<Uint8Array, PayloadError>((resume) => {
    const done: Callback = (error, result) => {
      resume(error === null ? Effect.succeed(result) : Effect.fail(failure(error, limit)))
    }
    if (codec === "zstd") zlib.zstdDecompress(body, reading, done)
    else zlib.gunzip(body, { maxOutputLength }, done)
  })
}

/** The bytes that `encode` was given. Fails as `PayloadError` on anything else. */
export const decode = (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Effect.Effect<Uint8Array, PayloadError> =>
  Effect.suspend(() => {
    const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES
    if (bytes.length === 0) return Effect.fail(failed("empty", "no codec byte"))
    if (bytes[0] === IDENTITY) {
      const body = bytes.subarray(1)
      return body.length <= limit
        ? Effect.succeed(body)
        : Effect.fail(failed("too-large", `${body.length} > ${limit} bytes`))
    }
    const found = compressed(bytes, options)
    return found instanceof PayloadError ? Effect.fail(found) : decompress(found, limit)
  })

/** As `decode`, for values that were text; bytes that are not UTF-8 are `corrupt`. */
export const decodeText = (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Effect.Effect<string, PayloadError> =>
  Effect.flatMap(decode(bytes, options), (raw) =>
    Effect.try({
      try: () => strictUtf8.decode(raw),
      catch: (cause) => failed("corrupt", "not UTF-8", cause),
    }),
  )

/**
 * Detects the zstd support of this runtime, and sets the parameters of every frame.
 *
 * Node has zstd from 22.15 and dictionaries from 22.19 and 24.6. Older versions silently ignore the option, so
 * support is tested, not looked up.
 */
import { randomBytes } from "node:crypto"
import * as zlib from "node:zlib"

export const hasZstd = typeof zlib.zstdCompressSync === "function"

/** Level 3, as measured best on chat sessions of 5-20 KB; the checksum finds what was altered. */
const writeParams = hasZstd
  ? {
      [zlib.constants.ZSTD_c_compressionLevel]: 3,
      [zlib.constants.ZSTD_c_checksumFlag]: 1,
      [zlib.constants.ZSTD_c_contentSizeFlag]: 1,
    }
  : {}

/** Level 3 never needs more than 2 MiB of window; a frame that claims 128 MiB is not ours. */
const readParams = hasZstd ? { [zlib.constants.ZSTD_d_windowLogMax]: 24 } : {}

/** Node's own 16 KiB for each output are memory outside of its pool, which the collector is woken for. */
const mostChunkBytes = 16 * 1024
/** What does not shrink gets a little longer. */
const headroomBytes = 128

/** `size` is declared in the frame, so that a reader can refuse it unread. */
export const zstdWriting = (size: number, dictionary?: Uint8Array): zlib.ZstdOptions => ({
  params: writeParams,
  chunkSize: Math.min(mostChunkBytes, size + headroomBytes),
  pledgedSrcSize: size,
  ...(dictionary === undefined
    ? {}
    : { dictionary: Buffer.from(dictionary.buffer, dictionary.byteOffset, dictionary.byteLength) }),
})

export const zstdReading = (
  maxOutputLength: number,
  dictionary?: Uint8Array,
): zlib.ZstdOptions => ({
  params: readParams,
  maxOutputLength,
  ...(dictionary === undefined
    ? {}
    : { dictionary: Buffer.from(dictionary.buffer, dictionary.byteOffset, dictionary.byteLength) }),
})

/** Noise shrinks only when the very same noise was given as the dictionary. */
const usesDictionaries = (): boolean => {
  if (!hasZstd) return false
  const noise = randomBytes(512)
  return zlib.zstdCompressSync(noise, zstdWriting(noise.length, noise)).length < noise.length / 2
}

export const hasDictionaries = usesDictionaries()

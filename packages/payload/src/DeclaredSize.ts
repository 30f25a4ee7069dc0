/**
 * The decompressed size that a zstd frame declares, read without decompressing.
 *
 * It is a claim: a too large one is refused unread, and a small one is still limited while decoding. gzip declares
 * its size only at its end, too late to be of use.
 */

const ZSTD_MAGIC = 0xfd2fb528

/** Of a zstd frame (RFC 8878, 3.1.1.1); `undefined` where it says nothing or is no frame. */
export const zstdDeclaredSize = (frame: Uint8Array): number | undefined => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (view.byteLength < 6 || view.getUint32(0, true) !== ZSTD_MAGIC) return undefined
  const descriptor = view.getUint8(4)
  const sizeFlag = descriptor >> 6
  const singleSegment = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const at = 5 + (singleSegment ? 0 : 1) + dictionaryBytes
  const width = sizeFlag === 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag
  if (width === 0 || at + width > view.byteLength) return undefined
  if (width === 1) return view.getUint8(at)
  if (width === 2) return view.getUint16(at, true) + 256
  return width === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true))
}

/**
 * What a zstd frame (RFC 8878, 3.1.1) says of itself, read without decompressing: the size of its content, and whether all
 * of its blocks and its checksum are there.
 *
 * The size is a claim: a too large one is refused unread, and a small one is still limited while decoding. gzip declares
 * its size only at its end, too late to be of use.
 */
const magic = 0xfd2fb528
const checksumBytes = 4

interface Header {
  readonly view: DataView
  readonly hasChecksum: boolean
  readonly declaredSize: number | undefined
  /** Where the first block begins. */
  readonly length: number
}

const headerOf = (frame: Uint8Array): Header | undefined => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (view.byteLength < 6 || view.getUint32(0, true) !== magic) return undefined
  const descriptor = view.getUint8(4)
  const sizeFlag = descriptor >> 6
  const singleSegment = (descriptor & 0x20) !== 0
  const hasChecksum = (descriptor & 0x04) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
  const at = 5 + (singleSegment ? 0 : 1) + dictionaryBytes
  const width = sizeFlag === 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag
  const isThere = width > 0 && at + width <= view.byteLength
  const declaredSize = isThere ? sizeAt(view, at, width) : undefined
  return { view, hasChecksum, declaredSize, length: at + width }
}

const sizeAt = (view: DataView, at: number, width: number): number => {
  if (width === 1) return view.getUint8(at)
  if (width === 2) return view.getUint16(at, true) + 256
  return width === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true))
}

/** A block of this kind is one byte, however long its content. */
const repeated = 1

/** `undefined` where it says nothing or is no frame. */
export const zstdDeclaredSize = (frame: Uint8Array): number | undefined =>
  headerOf(frame)?.declaredSize

/** With its size, a checksum, and every block: anything else was cut, or not written by this package. */
export const isWholeFrame = (frame: Uint8Array): boolean => {
  const header = headerOf(frame)
  if (header?.declaredSize === undefined || !header.hasChecksum) return false
  const { view } = header
  for (let at = header.length; at + 3 <= view.byteLength;) {
    const block = view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
    at += 3 + (((block >> 1) & 3) === repeated ? 1 : block >> 3)
    if ((block & 1) === 1) return at + checksumBytes <= view.byteLength
  }
  return false
}

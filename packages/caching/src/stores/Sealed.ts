/**
 * Seals bytes for a shared store: a version byte, a checksum over key and content, the content.
 *
 * It detects damaged, truncated, foreign and misplaced bytes. It is no signature: whoever can write to the store can
 * forge one.
 */
import { crc32 } from "node:zlib"

/** Apart from every codec byte of `payload`, with which entries of earlier versions begin. */
const VERSION = 0xc1
const HEAD_BYTES = 5

const checksum = (key: string, content: Uint8Array): number => crc32(content, crc32(key))

export const seal = (key: string, content: Uint8Array): Buffer => {
  const sealed = Buffer.allocUnsafe(HEAD_BYTES + content.length)
  sealed[0] = VERSION
  sealed.writeUInt32BE(checksum(key, content), 1)
  sealed.set(content, HEAD_BYTES)
  return sealed
}

/** `undefined` for what was not sealed under this key. */
export const unseal = (key: string, sealed: Buffer): Buffer | undefined => {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) return undefined
  const content = sealed.subarray(HEAD_BYTES)
  return sealed.readUInt32BE(1) === checksum(key, content) ? content : undefined
}

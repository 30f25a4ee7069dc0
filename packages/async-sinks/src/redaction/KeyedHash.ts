/**
 * A pseudonym: HMAC-SHA-256 of a name under a secret key. Equal names stay equal, and the name stays secret.
 *
 * Without a key, names of a small set could be found by trying. A new key gives new pseudonyms, which separates old
 * records from new ones.
 */
import { createHmac } from "node:crypto"

/** 22 characters of base64url, 128 bits: no two of a store's customers meet. `key`: 16 bytes or more. */
export const keyedHash = (key: string): ((value: string) => string) => {
  if (Buffer.byteLength(key) < 16) throw new RangeError("the key must have 16 bytes or more")
  return (value) => createHmac("sha256", key).update(value).digest("base64url").slice(0, 22)
}

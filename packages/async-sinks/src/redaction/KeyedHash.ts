/**
 * A name that says who is the same without saying who it is: HMAC-SHA-256 under a secret key.
 *
 * Without a key the names of a small set could be tried one by one. Another key gives other names,
 * so changing it parts what was from what comes.
 */
import { createHmac } from "node:crypto"

/** 22 characters of base64url, 128 bits: no two of a store's customers meet. `key`: 16 bytes or more. */
export const keyedHash = (key: string): ((value: string) => string) => {
  if (Buffer.byteLength(key) < 16) throw new RangeError("the key must have 16 bytes or more")
  return (value) => createHmac("sha256", key).update(value).digest("base64url").slice(0, 22)
}

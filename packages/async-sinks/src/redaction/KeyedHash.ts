/**
 * A pseudonym: HMAC-SHA-256 of a name under a secret key. Equal names stay equal, and the name stays secret.
 *
 * Without a key, names of a small set could be found by trying. A new key gives new pseudonyms, which separates old
 * records from new ones.
 */
import { createHmac } from "node:crypto"
import { is } from "@manga-assist/options"
import { check } from "../contract/CheckOptions.ts"

const longEnough = is(
  "a text of 16 bytes or more",
  (key) => typeof key === "string" && Buffer.byteLength(key) >= 16,
)

/** 22 characters of base64url, 128 bits: no two of a store's customers meet. `key`: 16 bytes or more. @throws OptionError */
export const keyedHash = (key: string): ((value: string) => string) => {
  check("keyedHash", longEnough, key, "key")
  return (value) => createHmac("sha256", key).update(value).digest("base64url").slice(0, 22)
}

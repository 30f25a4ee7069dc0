/**
 * Bounds the length of cache keys.
 *
 * A key of up to 200 characters stays as it is; a longer one becomes its SHA-256 hash with the prefix `sha256:`. A
 * short key that begins with that prefix is hashed too, so that it cannot collide with a hash.
 */
import { hash } from "node:crypto"

const MAX_LENGTH = 200
const HASHED = "sha256:"

/** The key itself, or `sha256:` and 43 characters for one of more than 200; never equal for two keys. */
export const storeKey = (key: string): string =>
  // A short key that looks like a hash is hashed too, or it could stand for a long one.
  key.length > MAX_LENGTH || key.startsWith(HASHED)
    ? HASHED + hash("sha256", key, "base64url")
    : key

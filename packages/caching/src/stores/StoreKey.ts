/** Shortens keys of any length to a bounded length. */
import { hash } from "node:crypto"

const MAX_LENGTH = 200
const HASHED = "sha256:"

/** The key itself, or `sha256:` and 43 characters for one of more than 200; never equal for two keys. */
export const storeKey = (key: string): string =>
  // A short key that looks like a hash is hashed too, or it could stand for a long one.
  key.length > MAX_LENGTH || key.startsWith(HASHED)
    ? HASHED + hash("sha256", key, "base64url")
    : key

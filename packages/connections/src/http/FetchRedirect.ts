/**
 * Builds the next request of a redirect by the Fetch standard: its method and body, without the credentials and
 * headers that were meant for another origin.
 */
import type { Asked } from "./FetchRequest.ts"

const redirects = new Set([301, 302, 303, 307, 308])
/** Fetch standard, "HTTP-redirect fetch", step 9. */
export const mostRedirects = 20

const ofBody = new Set([
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-type",
])
const ofOrigin = new Set(["authorization", "cookie", "host", "proxy-authorization"])

/** Where an answer sends the request, or `undefined` when it is the answer itself. */
export const redirected = (
  asked: Asked,
  status: number,
  headers: Readonly<Record<string, string>>,
): Asked | undefined => {
  const location = headers["location"]
  if (location === undefined || asked.redirect === "manual" || !redirects.has(status)) {
    return undefined
  }
  if (asked.redirect === "error") throw new TypeError(`a redirect to ${location} was not wanted`)
  const url = new URL(location, asked.url)
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TypeError(`a redirect to ${url.protocol} is not followed`)
  }
  const becomesGet =
    (status === 303 && asked.method !== "GET" && asked.method !== "HEAD") ||
    (status < 303 && asked.method === "POST")
  if (!becomesGet && asked.body instanceof ReadableStream) {
    throw new TypeError("a body that is a stream cannot be sent again after a redirect")
  }
  const kept = Object.entries(asked.headers).filter(
    ([name]) =>
      !(becomesGet && ofBody.has(name)) && !(url.origin !== asked.url.origin && ofOrigin.has(name)),
  )
  return {
    ...asked,
    url,
    headers: Object.fromEntries(kept),
    ...(becomesGet ? { method: "GET", body: undefined } : {}),
  }
}

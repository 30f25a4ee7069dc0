/**
 * Builds the canonical path, query and header values of Signature Version 4 from a request as it was sent.
 *
 * A path may have two accepted forms, because some clients encode reserved characters for the signature but send them
 * bare.
 */

/** RFC 3986: everything but unreserved characters, in upper-case hexadecimal. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The forms a signer may have used for this path. Signers encode the path as sent once more. A path
 * that was sent with reserved characters left bare (`:`) may have been encoded before signing by a
 * client that then sent it bare, so that form is accepted as well.
 */
export const canonicalPaths = (path: string): ReadonlyArray<string> => {
  const segments = normalised(path)
  const asSent = segments.map(encode).join("/")
  const doubled = segments.map((segment) => encode(encode(decode(segment)))).join("/")
  return asSent === doubled ? [asSent] : [asSent, doubled]
}

/** Without `.`, `..` and empty segments; a last `/` stays. */
const normalised = (path: string): ReadonlyArray<string> => {
  const kept: Array<string> = []
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop()
    else if (segment !== "" && segment !== ".") kept.push(segment)
  }
  const slashAtEnd = path.endsWith("/") && kept.length > 0
  return ["", ...kept, ...(slashAtEnd || kept.length === 0 ? [""] : [])]
}

/** Pairs encoded once and sorted by name, then value. */
export const canonicalQuery = (query: string): string => {
  if (query === "") return ""
  const pairs = query.split("&").map((pair): readonly [string, string] => {
    const equals = pair.indexOf("=")
    const name = equals < 0 ? pair : pair.slice(0, equals)
    const value = equals < 0 ? "" : pair.slice(equals + 1)
    return [encode(decode(name)), encode(decode(value))]
  })
  pairs.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
  return pairs.map(([name, value]) => `${name}=${value}`).join("&")
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Surrounding spaces go, runs of spaces become one. */
export const trimHeader = (value: string): string => value.trim().replaceAll(/\s+/g, " ")

/**
 * One line of a spool file: JSON with a number and a checksum, so that a torn or altered line is
 * told from a whole one.
 *
 * `{"crc":"0a1b2c3d","n":12,"data":…}`; the checksum covers everything behind it.
 */
import { crc32 } from "node:zlib"

const HEAD = '{"crc":"'
const BODY_AT = HEAD.length + 8 + 2

const checksum = (body: string): string => crc32(body).toString(16).padStart(8, "0")

/** `json` must be one JSON text; the line ends with a line feed. */
export const formatLine = (n: number, json: string): string => {
  const body = `"n":${n},"data":${json}}`
  return `${HEAD}${checksum(body)}",${body}\n`
}

/** The number and the JSON text of a whole line (without its line feed), else `undefined`. */
export const parseLine = (
  line: string,
): { readonly n: number; readonly json: string } | undefined => {
  const body = line.slice(BODY_AT)
  if (!line.startsWith(HEAD) || line.slice(HEAD.length, BODY_AT - 2) !== checksum(body)) {
    return undefined
  }
  const head = /^"n":(\d+),"data":/.exec(body)
  return head === null ? undefined : { n: Number(head[1]), json: body.slice(head[0].length, -1) }
}

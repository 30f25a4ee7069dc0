/**
 * One line of a journal: JSON with a checksum that detects torn or altered lines.
 *
 * `{"crc":"0a1b2c3d","n":12,"at":1790000000000,"key":"…","data":…}`; the checksum covers everything after it. `at` is
 * wall-clock milliseconds; `key` is present only where order matters.
 */
import { crc32 } from "node:zlib"

const HEAD = '{"crc":"'
/** Where the checksummed part begins: behind `{"crc":"0a1b2c3d",`. */
const BODY_AT = HEAD.length + 8 + 2
const EMPTY_HEAD = `${HEAD}00000000",`
const HEADER = /^"n":(\d+),(?:"at":(\d+),)?(?:"key":("(?:[^"\\]|\\.)*"),)?"data":/u
/** A key is looked for only so far into a line. */
const HEADER_BYTES = 1_024

export interface LineHeader {
  readonly n: number
  /** When it was accepted; 0 in lines of an earlier version. */
  readonly at: number
  readonly key: string | undefined
}

const sealed = (body: string): Buffer => {
  const line = Buffer.from(`${EMPTY_HEAD}${body}\n`)
  const crc = crc32(line.subarray(BODY_AT, line.length - 1))
  line.write(crc.toString(16).padStart(8, "0"), HEAD.length, "latin1")
  return line
}

/** `json` must be one JSON text; the line ends with a line feed. */
export const formatLine = (header: LineHeader, json: string): Buffer => {
  const key = header.key === undefined ? "" : `"key":${JSON.stringify(header.key)},`
  return sealed(`"n":${header.n},"at":${header.at},${key}"data":${json}}`)
}

/** The first line of a file: which rules the others keep. */
export const formatVersion = (version: number): Buffer => sealed(`"journal":${version}}`)

/** The version that a line states, if it is a whole line that states one. */
export const parseVersion = (line: Buffer): number | undefined => {
  if (!isWhole(line)) return undefined
  const match = /^"journal":(\d+)\}$/u.exec(line.toString("latin1", BODY_AT))
  return match === null ? undefined : Number(match[1])
}

/** Without its line feed: is it as it was written? A million lines are asked at a start. */
const isWhole = (line: Buffer): boolean => {
  if (line.length <= BODY_AT || line[0] !== 0x7b || line[BODY_AT - 1] !== 0x2c) return false
  let stated = 0
  for (let at = HEAD.length; at < HEAD.length + 8; at += 1) {
    const code = line[at] ?? 0
    const digit = code < 0x3a ? code - 0x30 : code - 0x57
    if (digit < 0 || digit > 15) return false
    stated = stated * 16 + digit
  }
  return stated === crc32(line.subarray(BODY_AT))
}

const header = (text: string) => {
  const match = HEADER.exec(text)
  if (match === null) return undefined
  const quoted = match[3]
  const key: unknown = quoted?.includes("\\") ? JSON.parse(quoted) : quoted?.slice(1, -1)
  return {
    n: Number(match[1]),
    at: Number(match[2] ?? 0),
    key: typeof key === "string" ? key : undefined,
    dataAt: match[0].length,
  }
}

/** What a whole line (without its line feed) says of its record, else `undefined`. */
export const parseHeader = (line: Buffer): LineHeader | undefined =>
  isWhole(line) ? header(line.toString("utf8", BODY_AT, BODY_AT + HEADER_BYTES)) : undefined

/** Header and JSON text of a whole line (without its line feed), else `undefined`. */
export const parseLine = (line: Buffer): (LineHeader & { readonly json: string }) | undefined => {
  if (!isWhole(line)) return undefined
  const body = line.toString("utf8", BODY_AT)
  const parsed = header(body)
  if (parsed === undefined) return undefined
  const { dataAt, ...rest } = parsed
  return { ...rest, json: body.slice(dataAt, -1) }
}

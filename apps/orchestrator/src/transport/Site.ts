/**
 * Serves a built web page from memory: the customers' chat page at `/` (`readSite`) or the operators' page at
 * `/machine` (`readMachine`). A request is looked up among the files of one folder, so no path escapes it.
 *
 * Files with a hash in their name are cached by browsers for ever; the page itself is revalidated. Compressed variants
 * (`.br`, `.gz`) lie beside their files.
 */
import { readdir, readFile } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { Data, Effect } from "effect"
import type { HttpHeaders, HttpReply, Target } from "./SocketServer.ts"

/** The folder holds no page; the message is for the operator. */
export class SiteError extends Data.TaggedError("SiteError")<{ readonly message: string }> {}

interface File {
  readonly headers: HttpHeaders
  readonly body: Uint8Array
  readonly brotli: Uint8Array | undefined
  readonly gzip: Uint8Array | undefined
}

export class Site extends Data.Class<{ readonly files: ReadonlyMap<string, File> }> {
  /** The reply to a path of the page; undefined where there is no such file. */
  reply(target: Target): HttpReply | undefined {
    const file = this.files.get(target.path)
    if (file === undefined) return undefined
    const parts = target.header("accept-encoding").split(/[,;]/)
    const accepted = new Set(parts.map((part) => part.trim()))
    const [encoding, body] =
      file.brotli !== undefined && accepted.has("br")
        ? ["br", file.brotli]
        : file.gzip !== undefined && accepted.has("gzip")
          ? ["gzip", file.gzip]
          : [undefined, file.body]
    const encoded = encoding === undefined ? {} : { "content-encoding": encoding }
    return { status: 200, headers: { ...file.headers, ...encoded }, body }
  }
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
}

/** Nothing of anybody else is loaded, run, framed or sent to. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ")

const page: HttpHeaders = {
  "content-type": types["html"] ?? "",
  "cache-control": "no-cache",
  "content-security-policy": policy,
}

const machineMark = '<meta name="manga-assist:machine"'
const titleMark = "SHOP-ASSISTANT"
const descriptionMark = "SHOP-DESCRIPTION"
const shopMark = "SHOP-WORDS"
const emulatorsMark = '<meta name="manga-assist:emulators" content="off"'
const signInMark = '<meta name="manga-assist:sign-in" content="off"'

const fileOf = (name: string, bytes: (name: string) => Uint8Array | undefined): File => {
  const type = types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream"
  const isHashed = /-[\w-]{8}\.\w+$/.test(name)
  return {
    body: bytes(name) ?? new Uint8Array(),
    brotli: bytes(`${name}.br`),
    gzip: bytes(`${name}.gz`),
    headers: {
      "content-type": type,
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
    },
  }
}

/** Every page lies in a folder of its own, and is where its path says. */
interface Page {
  readonly folder: string
  readonly path: string
  /** What is written into the page in place of marks. */
  readonly marked: ReadonlyArray<readonly [mark: string, text: string]>
}

/** What the page says of the shop; `page` by language. */
export interface ShopPage {
  readonly assistant: string
  readonly description: string
  readonly page: object
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")

/** What the page may offer. */
export interface Offered {
  /** How visitors say who they are: `off`, `jwt` or `alb`. */
  readonly signIn: string
  /** Emulators run whose faults this page may switch. */
  readonly isBreakable: boolean
}

/** The customers' page, in the words of the shop. */
export const readSite = (
  folder: string,
  { isBreakable, signIn }: Offered,
  { assistant, description, page: words }: ShopPage,
): Effect.Effect<Site, SiteError> =>
  readPage({
    folder: join(folder, "chat"),
    path: "/",
    marked: [
      [signInMark, signInMark.replace("off", signIn)],
      [emulatorsMark, isBreakable ? emulatorsMark.replace("off", "on") : emulatorsMark],
      [titleMark, escaped(assistant)],
      [descriptionMark, escaped(description)],
      [shopMark, escaped(JSON.stringify({ assistant, ...words }))],
    ],
  })

/** The operators' page. */
export const readMachine = (folder: string): Effect.Effect<Site, SiteError> =>
  readPage({
    folder: join(folder, "machine"),
    path: "/machine",
    marked: [[machineMark, machineMark]],
  })

const readPage = Effect.fnUntraced(function* ({ folder, marked, path: at }: Page) {
  const failed = (cause: unknown) =>
    new SiteError({ message: `CONSOLE_DIR holds no page: ${String(cause)}` })
  const contents = yield* Effect.tryPromise({
    try: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile())
      return Promise.all(
        files.map(async (entry): Promise<readonly [string, Uint8Array]> => {
          const path = join(entry.parentPath, entry.name)
          return [relative(folder, path).split(sep).join("/"), await readFile(path)]
        }),
      )
    },
    catch: failed,
  })
  const byName = new Map(contents)
  const index = byName.get("index.html")
  const html = index === undefined ? "" : Buffer.from(index).toString("utf8")
  if (!marked.every(([mark]) => html.includes(mark)))
    return yield* failed("no index.html of the console")
  const files = new Map<string, File>()
  for (const name of byName.keys()) {
    if (!/\.(br|gz)$/.test(name) && name !== "index.html") {
      files.set(
        `/${name}`,
        fileOf(name, (one) => byName.get(one)),
      )
    }
  }
  const written = marked.reduce((told, [mark, text]) => told.replaceAll(mark, () => text), html)
  const body = Buffer.from(written)
  files.set(at, { headers: page, body, brotli: undefined, gzip: undefined })
  return new Site({ files })
})

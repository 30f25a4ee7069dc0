/**
 * Builds the page: static files with hashed names, each compressed beside itself (`.br`, `.gz`), so that the server
 * compresses nothing.
 */
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { build } from "vite"

const root = fileURLToPath(new URL("..", import.meta.url))

const compressed = /\.(js|css|html|svg)$/
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

const compress = async (file: string): Promise<void> => {
  const bytes = await readFile(file)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  await writeFile(`${file}.br`, await brotli(bytes, quality))
  await writeFile(`${file}.gz`, await zip(bytes, { level: 9 }))
}

/** Customers' files and operators' lie apart, because they are served on ports of their own. */
const pages = ["chat", "machine"] as const

const buildPage = async (page: (typeof pages)[number], directory: string): Promise<void> => {
  await build({
    root: join(root, "pages", page),
    configFile: false,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: directory,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      target: ["chrome123", "firefox128", "safari18"],
    },
  })
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && compressed.test(entry.name))
  await Promise.all(files.map((entry) => compress(join(entry.parentPath, entry.name))))
}

/** Empties `directory` and fills it; without one, `dist` of this package. Resolves to the folder. */
export const buildConsole = async (directory: string = join(root, "dist")): Promise<string> => {
  // A page's own folder is what the bundler takes a relative path from.
  const folder = resolve(directory)
  for (const page of pages) await buildPage(page, join(folder, page))
  return folder
}

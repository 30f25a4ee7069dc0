/**
 * Reads the rewrite rules, question patterns and forms of `src/patterns` once, when the module loads. A line that begins with `#`
 * is a comment.
 */
import { readFileSync } from "node:fs"
import { wordsOfList } from "./WordFile.ts"

/** In the image too: there scripts lie beside `patterns`. */
const folder = new URL("../patterns/", import.meta.url)

export const patternsIn = (file: string): string =>
  wordsOfList(readFileSync(new URL(file, folder), "utf8")).trim()

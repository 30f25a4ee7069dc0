/** How the programs of the image are written: as a bundle of modules. */
import type { OutputOptions } from "rolldown"

/**
 * V8 keeps the text of what it has loaded, a letter in two bytes where one of the file needs them. Without comments and
 * with such letters escaped that takes 5 MB less; lines and names stay, for stacks.
 */
export const output = {
  format: "esm",
  comments: false,
  minify: {
    compress: false,
    mangle: false,
    codegen: { removeWhitespace: false, asciiOnly: true },
  },
} as const satisfies OutputOptions

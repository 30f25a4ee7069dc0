/**
 * Imported first by the entries of our packages: under a Node that is too old it throws one sentence, in place of
 * whatever would be missing first. Where there is no Node, as in browsers, it does nothing.
 */

/** The first with zstd, and the one that `engines` of each package names. */
const least = { major: 22, minor: 15 }

const version = globalThis.process?.versions?.node
const [major = 0, minor = 0] = (version ?? "").split(".").map(Number)
if (
  version !== undefined &&
  (major < least.major || (major === least.major && minor < least.minor))
) {
  throw new Error(
    `@manga-assist packages need Node ${least.major}.${least.minor} or newer, and this is ${version}.`,
  )
}

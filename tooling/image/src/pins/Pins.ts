/**
 * What builds and releases fetch by a name that somebody else can move: base images and actions of workflows. Finds them
 * in the text of a file and writes the digest or commit beside the name. Pure.
 */
export interface Reference {
  readonly kind: "image" | "action"
  /** `docker.io/library/debian` or `actions/checkout`. */
  readonly name: string
  /** The tag or branch that it was chosen by. */
  readonly tag: string
  /** Digest or commit; undefined: it moves. */
  readonly pin: string | undefined
}

/** In a Dockerfile, a compose file and workflows. Without a registry in its name an image is one of ours, or Docker Hub's. */
const images =
  /(?<before>^ARG BASE=|^ +image: (?=[\w.-]+\.\w+\/)|^ +container: )(?<name>[\w./-]+):(?<tag>[\w.-]+)(?:@(?<pin>sha256:[0-9a-f]{64}))?/gm
const actions =
  /(?<before>^ +- uses: )(?<name>[\w-]+\/[\w./-]+)@(?:(?<pin>[0-9a-f]{40}) # (?<from>\S+)|(?<tag>\S+))/gm

interface Found extends Reference {
  readonly before: string
}

const foundIn = (kind: Found["kind"], groups: Readonly<Record<string, string | undefined>>) => {
  const { before = "", from, name = "", pin, tag } = groups
  return { kind, before, name, tag: tag ?? from ?? "", pin }
}

const patterns = [
  ["image", images],
  ["action", actions],
] as const

export const referencesIn = (text: string): ReadonlyArray<Reference> =>
  patterns.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ groups = {} }) => {
      const { name, pin, tag } = foundIn(kind, groups)
      return { kind, name, tag, pin }
    }),
  )

const written = ({ before, kind, name, tag }: Found, pin: string): string =>
  kind === "image" ? `${before}${name}:${tag}@${pin}` : `${before}${name}@${pin} # ${tag}`

/** With what `pinOf` says of each; a reference that it does not know stays. */
export const pinned = (text: string, pinOf: (reference: Reference) => string | undefined): string =>
  patterns.reduce(
    (whole, [kind, pattern]) =>
      whole.replaceAll(pattern, (match, ...rest) => {
        const found = foundIn(kind, rest.at(-1) as Readonly<Record<string, string | undefined>>) // The named groups come last.
        const pin = pinOf(found)
        return pin === undefined ? match : written(found, pin)
      }),
    text,
  )

/** Reads the labelled pairs: `# language kind` begins a group, "stored => asked" is a pair. */
export interface Pair {
  readonly group: string
  readonly stored: string
  readonly asked: string
}

export const pairsOf = (source: string): ReadonlyArray<Pair> => {
  const pairs: Array<Pair> = []
  let group = ""
  for (const line of source.split("\n")) {
    if (line.startsWith("# ")) group = line.slice(2)
    else if (line !== "") {
      const [stored, asked] = line.split(" => ")
      if (stored === undefined || asked === undefined) throw new Error(`no pair: "${line}"`)
      pairs.push({ group, stored, asked })
    }
  }
  return pairs
}

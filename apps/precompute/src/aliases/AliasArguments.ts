/**
 * Parses the arguments of the command `precompute aliases`, which lists, removes or clears aliases; an alias maps one
 * wording of a question to the cached answer of another. Pure.
 */
export interface AliasRequest {
  readonly command: "aliases"
  readonly json: boolean
  /** By their names; empty: none. */
  readonly remove: ReadonlyArray<string>
  readonly clear: boolean
}

export const aliasRequestOf = (
  words: ReadonlyArray<string>,
): AliasRequest | { readonly command: "wrong"; readonly message: string } => {
  const wrong = (message: string) => ({ command: "wrong", message }) as const
  const plain = { command: "aliases", json: false, remove: [], clear: false } as const
  const [verb, ...rest] = words
  if (verb === undefined) return plain
  if (verb === "--json" && rest.length === 0) return { ...plain, json: true }
  if (verb === "clear" && rest.length === 0) return { ...plain, clear: true }
  if (verb !== "remove") return wrong(`unknown argument ${words.join(" ")} of aliases`)
  if (rest.length === 0) return wrong("aliases remove needs the name of at least one alias")
  const bad = rest.find((id) => !/^[\w-]{22}$/u.test(id))
  return bad === undefined ? { ...plain, remove: rest } : wrong(`${bad} is no name of an alias`)
}

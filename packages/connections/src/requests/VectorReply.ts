/**
 * Parses the response of an embedding model and keeps the text of its numbers, which a search sends on as it is:
 * formatting 256 numbers again would take more processor time than building the rest of the search request.
 */
export type VectorReply =
  | { readonly kind: "vector"; readonly vector: ReadonlyArray<number> }
  | { readonly kind: "malformed"; readonly cause?: unknown }

/** JSON of vectors, for as long as they live. */
const written = new WeakMap<object, string>()

/** The JSON that a vector was received as. */
export const receivedJson = (vector: unknown): string | undefined =>
  typeof vector === "object" && vector !== null ? written.get(vector) : undefined

/** Nothing else has a bracket before it, and no number has one in it. */
const head = '{"embedding":['

const isVector = (value: unknown): value is ReadonlyArray<number> =>
  Array.isArray(value) && value.every((each) => typeof each === "number" && Number.isFinite(each))

export const readVector = (text: string): VectorReply => {
  let reply: unknown
  try {
    reply = JSON.parse(text)
  } catch (cause) {
    return { kind: "malformed", cause }
  }
  const vector =
    typeof reply === "object" && reply !== null && "embedding" in reply
      ? reply.embedding
      : undefined
  if (!isVector(vector)) return { kind: "malformed" }
  // A field that comes twice holds what came last.
  if (text.startsWith(head) && !text.includes('"embedding"', head.length)) {
    written.set(vector, text.slice(head.length - 1, text.indexOf("]") + 1))
  }
  return { kind: "vector", vector }
}

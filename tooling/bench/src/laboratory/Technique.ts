/**
 * The techniques that benchmarks can switch, each separately: those of the source document, and our own that shorten a
 * turn. The configuration `before` has all of them off, `after` all on; the program is the same. (Source document:
 * "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
export const techniques = [
  "endpoints",
  "filtered-search",
  "prefetch",
  "parallel-reads",
  "sinks-off-path",
  "pruning",
  "keep-alive",
  "dns-cache",
  "one-process",
  "faster-model",
  "products-first",
] as const
export type Technique = (typeof techniques)[number]

export type Configuration = Readonly<Record<Technique, boolean>>

const all = (on: boolean) =>
  Object.fromEntries(techniques.map((each) => [each, on])) as Configuration // Each has its own.

export const after = all(true)
export const before = all(false)

/** The same with these switched. */
export const switched = (
  configuration: Configuration,
  on: boolean,
  ...names: ReadonlyArray<Technique>
): Configuration => ({
  ...configuration,
  ...Object.fromEntries(names.map((name) => [name, on])),
})

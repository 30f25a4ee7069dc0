/**
 * Tells whether cached entries are still valid, by their tags: the interface, and its implementation for one process.
 * It keeps a counter of invalidations and, for each tag, the number of its last one. No wall clock is involved, so
 * clocks of instances may differ.
 *
 * An entry has the version stamp that was read before its data. It is valid while none of its tags was invalidated
 * after the stamp, even between reading and writing. When this cannot be determined, the entry is invalid.
 */
import { Context, Effect, Layer } from "effect"
import { CacheError } from "../CacheError.ts"
import { KnownVersions } from "./KnownVersions.ts"

/** A point between two invalidations. */
export interface VersionStamp {
  /** Which counting the number belongs to; a counter that was lost begins another. */
  readonly epoch: string
  readonly number: number
}

/** The most tags on one entry, and in one invalidation. */
export const maxTags = 100

/** What carries tags may be kept no longer: past it a tag's last invalidation may be forgotten. */
export const maxTaggedMs = 24 * 3_600_000

export class TagVersions extends Context.Service<
  TagVersions,
  {
    /** Read it before the data that the entry will be made from. */
    readonly now: Effect.Effect<VersionStamp, CacheError>
    /** Makes the tags known; before the entry that carries them is written. */
    readonly register: (
      tags: ReadonlyArray<string>,
      since: VersionStamp,
    ) => Effect.Effect<void, CacheError>
    /** Whether none of the tags was invalidated later than `since`. */
    readonly areCurrent: (
      tags: ReadonlyArray<string>,
      since: VersionStamp,
    ) => Effect.Effect<boolean, CacheError>
    /** As `areCurrent`, from what this process knows; `undefined` where it would have to ask. */
    readonly areCurrentInMemory: (
      tags: ReadonlyArray<string>,
      since: VersionStamp,
    ) => boolean | undefined
    /**
     * Whatever carries one of the tags and was stamped before no longer holds. Change the data first. Not
     * done until it succeeds: try again after a failure.
     */
    readonly invalidate: (tags: ReadonlyArray<string>) => Effect.Effect<void, CacheError>
    /** A change feed asserts that every change is invalidated: what holds by its tags is true. */
    readonly live: () => boolean
    /** Why it cannot be told what holds, so that nothing does; undefined while it can. */
    readonly trouble: () => string | undefined
  }
>()("@manga-assist/caching/TagVersions") {
  /** For one instance alone. `maxKnownTags` bounds what is remembered; 10,000 unless given. */
  static readonly layerMemory = (
    options: { readonly maxKnownTags?: number } = {},
  ): Layer.Layer<TagVersions> =>
    Layer.sync(TagVersions, () => makeMemoryTagVersions(options.maxKnownTags))
}

/** Fails where there are more tags than one entry or one invalidation may have. */
export const boundedTags = (
  operation: CacheError["operation"],
  tags: ReadonlyArray<string>,
): Effect.Effect<void, CacheError> =>
  tags.length > maxTags
    ? Effect.fail(
        new CacheError({
          reason: "too-many-tags",
          operation,
          cause: `${tags.length} of at most ${maxTags}`,
        }),
      )
    : Effect.void

export const makeMemoryTagVersions = (maxKnownTags?: number): typeof TagVersions.Service => {
  const epoch = "memory"
  const versions = new KnownVersions(0, maxKnownTags)
  let number = 0
  const areCurrent = (tags: ReadonlyArray<string>, since: VersionStamp): boolean =>
    since.epoch === epoch && versions.judge(tags, since.number) === "current"
  return TagVersions.of({
    now: Effect.sync(() => ({ epoch, number })),
    register: (tags) => boundedTags("register-tags", tags),
    areCurrent: (tags, since) => Effect.sync(() => areCurrent(tags, since)),
    areCurrentInMemory: areCurrent,
    invalidate: (tags) =>
      Effect.andThen(
        boundedTags("invalidate", tags),
        Effect.sync(() => {
          number += 1
          versions.invalidated(tags, number)
        }),
      ),
    live: () => false,
    trouble: () => undefined,
  })
}

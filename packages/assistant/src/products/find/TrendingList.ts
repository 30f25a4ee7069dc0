/**
 * Type of the list of the most popular series, in order, with a version stamp taken before they were read (a point in
 * the count of cache invalidations). An answer made of the list may be cached only under that stamp, so that a change
 * made meanwhile invalidates it; a list without a stamp must not be cached. `ContextSources.ts` reads the list.
 */
import type { VersionStamp } from "@manga-assist/caching"
import type { ListedProduct } from "../ListedProduct.ts"

export interface TrendingList {
  readonly products: ReadonlyArray<ListedProduct>
  /** From before it was read; without one, nothing that is made of it may be kept. */
  readonly since: VersionStamp | undefined
}

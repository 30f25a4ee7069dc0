/**
 * The most popular series, in order, with the version stamp from before they were read: an answer made of the list may
 * be cached only with it.
 */
import type { VersionStamp } from "@manga-assist/caching"
import type { ListedProduct } from "./ListedProduct.ts"

export interface TrendingList {
  readonly products: ReadonlyArray<ListedProduct>
  /** From before it was read; without one, nothing that is made of it may be kept. */
  readonly since: VersionStamp | undefined
}

/** The names by which the shop's questions are read, with its catalogue: the demo shop's, unless others are provided. */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { makeStoreReader, type StoreReader } from "@manga-assist/store-grammar"
import { Context } from "effect"

let made: StoreReader | undefined

/** Made at the first call, then kept. */
export const demoNames = (): StoreReader => (made ??= makeStoreReader(demoCatalogue(), mangaShop()))

export const StoreNames = Context.Reference<StoreReader>("@manga-assist/assistant/StoreNames", {
  defaultValue: demoNames,
})

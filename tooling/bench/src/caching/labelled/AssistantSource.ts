/**
 * Makes the parser of the demo shop's questions (`read`), so that its loading can be measured by one import.
 */
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { makeStoreReader } from "@manga-assist/store-grammar"

export const { read } = makeStoreReader(demoCatalogue(), mangaShop())

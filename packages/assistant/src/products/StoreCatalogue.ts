/** The catalogue that the assistant speaks of: the demo shop's, unless another one is provided. */
import { type Catalogue, demoCatalogue } from "@manga-assist/catalogue"
import { Context } from "effect"

export const StoreCatalogue = Context.Reference<Catalogue>(
  "@manga-assist/assistant/StoreCatalogue",
  { defaultValue: demoCatalogue },
)

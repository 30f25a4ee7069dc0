/** The demo catalogue: series, products, orders and customers, the same on every machine. */
export {
  boxId,
  boxOf,
  Catalogue,
  demoCatalogue,
  volumeId,
  volumesInBox,
  volumesOfBox,
} from "./Catalogue.ts"
export { catalogueVersion } from "./CatalogueVersion.ts"
export { orders } from "./Orders.ts"
export type { Order, Product, ProductFormat, User } from "./Product.ts"
export { addressOf, products } from "./Products.ts"
export { catalogueDate, demoDay } from "./ReleaseDate.ts"
export type { Demographic, Genre, Series } from "./Series.ts"
export { genres, series } from "./SeriesData.ts"
export { NamedRow, nameKeys, namesIndex, nameShards, seriesOfRow } from "./SeriesRow.ts"
export { type GrammarFile, rulesRow, type Shop } from "./shop/Shop.ts"
export { ShopError } from "./shop/ShopError.ts"
export { loadShop, mangaShop, rulesIn, shopAt } from "./shop/ShopFolder.ts"
export { users } from "./Users.ts"

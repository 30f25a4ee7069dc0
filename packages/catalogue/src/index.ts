export type { Order, Product, ProductFacts, ProductFormat, ProductKind, User } from "./Product.ts"
export type { Demographic, Genre, Series } from "./Series.ts"

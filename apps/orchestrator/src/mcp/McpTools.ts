/**
 * The read-only tools offered to agents: search, price and stock, the caller's orders, recommendations.
 *
 * Arguments and results are validated by the schemas that agents are shown.
 */
import type { StoreTools } from "@manga-assist/assistant"
import { Locale, ProductCard } from "@manga-assist/protocol"
import {
  type CallToolResult,
  createMcpHandler,
  McpServer,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server"
import { type Context, Effect, Schema } from "effect"
import { type ToolCaller, ToolRefused } from "./ToolCaller.ts"

const standard = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
): StandardSchemaWithJSON<S["Encoded"], S["Type"]> => ({
  "~standard": {
    ...Schema.toStandardSchemaV1(schema)["~standard"],
    ...Schema.toStandardJSONSchemaV1(schema)["~standard"],
  },
})

const words = (what: string) =>
  Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(2_000)).annotate({
    description: what,
  })
const locale = Schema.optionalKey(
  Locale.annotate({ description: "Language of the words; told by themselves when left out." }),
)

const Search = Schema.Struct({
  query: words("What is looked for, in English or Japanese, as a customer would say it."),
  locale,
})
const Recommend = Schema.Struct({
  wish: Schema.optionalKey(words("What the customer likes; without it what is popular.")),
  locale,
})
const Ids = Schema.Struct({
  ids: Schema.Array(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)))
    .check(Schema.isMinLength(1), Schema.isMaxLength(20))
    .annotate({ description: "Ids of products, as a search gives them." }),
})
const OrderQuery = Schema.Struct({
  order: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(64)).annotate({
      description: "Of one order; all of the caller's when left out.",
    }),
  ),
})

const Products = Schema.Struct({
  products: Schema.Array(ProductCard),
  degraded: Schema.Array(Schema.String),
})
const Figures = Schema.Struct({
  products: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      title: Schema.String,
      price: ProductCard.fields.price,
      inStock: Schema.Boolean,
      stock: Schema.Int,
      releaseDate: Schema.String,
    }),
  ),
  unknown: Schema.Array(Schema.String),
})
const Orders = Schema.Struct({
  orders: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      placedOn: Schema.String,
      status: Schema.String,
      items: Schema.Array(
        Schema.Struct({
          productId: Schema.String,
          title: Schema.String,
          quantity: Schema.Int,
          price: Schema.Int,
        }),
      ),
      total: Schema.Int,
      expectedOn: Schema.optionalKey(Schema.String),
    }),
  ),
})

const readOnly = { readOnlyHint: true, idempotentHint: true, openWorldHint: false }

const answer = (content: Record<string, unknown>): CallToolResult => ({
  content: [{ type: "text", text: JSON.stringify(content) }],
  structuredContent: content,
})

const orRefused = async (found: Promise<Record<string, unknown>>): Promise<CallToolResult> => {
  try {
    return answer(await found)
  } catch (error) {
    const text =
      error instanceof ToolRefused ? error.message : "the store cannot be asked now; try again"
    return { isError: true, content: [{ type: "text", text }] }
  }
}

const mcpServer = (
  store: Context.Service.Shape<typeof StoreTools>,
  { run, user }: ToolCaller,
): McpServer => {
  const server = new McpServer(
    { name: "manga-assist", version: "1.0.0" },
    {
      instructions: "A manga shop in Japan. Prices are in JPY, tax included. All tools only read.",
    },
  )
  server.registerTool(
    "search_products",
    {
      title: "Search the shop",
      description: "Finds manga by title, author, genre, format, price or a wish in free words.",
      inputSchema: standard(Search),
      outputSchema: standard(Products),
      annotations: readOnly,
    },
    ({ locale, query }) =>
      orRefused(run(store.find(user, query, locale)).then((found) => ({ ...found }))),
  )
  server.registerTool(
    "recommend_products",
    {
      title: "Recommend products",
      description: "Recommends manga for a wish, or for the caller's own taste where it is known.",
      inputSchema: standard(Recommend),
      outputSchema: standard(Products),
      annotations: readOnly,
    },
    ({ locale, wish }) => {
      const text =
        wish ?? (locale === "ja" ? "私におすすめの漫画は？" : "What manga do you recommend for me?")
      return orRefused(run(store.find(user, text, locale)).then((found) => ({ ...found })))
    },
  )
  server.registerTool(
    "price_and_stock",
    {
      title: "Price and stock",
      description: "Tells what products cost and how many are in stock now.",
      inputSchema: standard(Ids),
      outputSchema: standard(Figures),
      annotations: readOnly,
    },
    ({ ids }) =>
      orRefused(
        run(store.figures(ids)).then((products) => {
          const known = new Set(products.map(({ id }) => id))
          return { products, unknown: ids.filter((id) => !known.has(id)) }
        }),
      ),
  )
  server.registerTool(
    "order_status",
    {
      title: "Order status",
      description: "Tells the status of the caller's own orders.",
      inputSchema: standard(OrderQuery),
      outputSchema: standard(Orders),
      annotations: readOnly,
    },
    ({ order }) => orRefused(run(ordersOf(store, user, order))),
  )
  return server
}

/** Answers one request of one caller. */
export const answerMcp = (
  store: Context.Service.Shape<typeof StoreTools>,
  caller: ToolCaller,
  request: Request,
): Promise<Response> =>
  // Nothing here changes while it is being listened to.
  createMcpHandler(() => mcpServer(store, caller), { maxSubscriptions: 0 }).fetch(request)

/** Another's order and one that never was are told apart by nobody. */
const ordersOf = Effect.fnUntraced(function* (
  store: Context.Service.Shape<typeof StoreTools>,
  user: string | undefined,
  wanted: string | undefined,
) {
  if (user === undefined) {
    return yield* Effect.fail(
      new ToolRefused({ message: "orders are told to who is signed in; show a token" }),
    )
  }
  const all = yield* store.orders(user)
  const found = wanted === undefined ? all : all.filter(({ id }) => id === wanted)
  if (wanted !== undefined && found.length === 0) {
    return yield* Effect.fail(new ToolRefused({ message: "this order is not on this account" }))
  }
  return { orders: found.map(({ user: _user, ...order }) => order) }
})

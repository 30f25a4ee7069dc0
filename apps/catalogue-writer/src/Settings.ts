/**
 * The settings of the writer, by the rules of the chat server: an empty value counts as absent, and an invalid one is
 * named with its rule. Required settings that are missing are named before, all at once.
 */
import { type SearchService, serviceOf } from "./SearchClient.ts"

export interface WriterSettings {
  readonly tablePrefix: string
  readonly searchUrl: string
  readonly searchService: SearchService
  readonly searchIndex: string
  readonly embeddingModel: string
}

type Environment = Readonly<Record<string, string | undefined>>

const services: ReadonlyArray<SearchService> = ["aoss", "es", "none"]

/** The settings, or a message that names the invalid one. */
export const settingsOf = (env: Environment): WriterSettings | string => {
  const searchUrl = env["OPENSEARCH_URL"] ?? ""
  if (!URL.canParse(searchUrl) || !/^https?:$/u.test(new URL(searchUrl).protocol)) {
    return "OPENSEARCH_URL must be a URL that begins with https:// or http://"
  }
  const named = env["OPENSEARCH_SERVICE"] || serviceOf(searchUrl)
  const searchService = services.find((each) => each === named)
  if (searchService === undefined) {
    return `OPENSEARCH_SERVICE must be aoss, es or none, not ${JSON.stringify(named)}`
  }
  return {
    tablePrefix: env["DYNAMODB_TABLE_PREFIX"] || "MangaAssist-",
    searchUrl,
    searchService,
    searchIndex: env["OPENSEARCH_INDEX"] ?? "",
    embeddingModel: env["BEDROCK_EMBEDDING_MODEL"] || "amazon.titan-embed-text-v2:0",
  }
}

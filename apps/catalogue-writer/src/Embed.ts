/**
 * Embeds every series of the catalogue through the Bedrock Runtime API: one normalised vector of 256 numbers each, from
 * its titles, author, genres and synopses in both languages, with 16 requests at a time.
 */
import { type BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime"
import { demoCatalogue, type Series } from "@manga-assist/catalogue"
import { eachOf } from "./EachOf.ts"
import { type Progress } from "./Progress.ts"

const catalogue = demoCatalogue()

export const dimensions = 256
/** Requests under way at the same time; a client needs no more sockets. */
export const concurrency = 16

/** Vectors by id of the series. Rejects when the model cannot be asked. */
export const embedSeries = async (options: {
  readonly client: BedrockRuntimeClient
  readonly model: string
  readonly progress: Progress
}): Promise<ReadonlyMap<string, ReadonlyArray<number>>> => {
  const all = catalogue.series
  const vectors = new Map<string, ReadonlyArray<number>>()
  await eachOf(all, concurrency, async (one) => {
    vectors.set(one.id, await embed(options.client, options.model, descriptionOf(one)))
    options.progress("vectors", vectors.size, all.length)
  })
  return vectors
}

const embed = async (
  client: BedrockRuntimeClient,
  model: string,
  inputText: string,
): Promise<ReadonlyArray<number>> => {
  const answer = await client.send(
    new InvokeModelCommand({
      modelId: model,
      contentType: "application/json",
      accept: "application/json",
      body: JSON.stringify({ inputText, dimensions, normalize: true }),
    }),
  )
  const { embedding }: { embedding?: unknown } = JSON.parse(answer.body.transformToString())
  if (!Array.isArray(embedding) || embedding.length !== dimensions) {
    throw new Error(`bedrock: ${model} gave no vector of ${dimensions} numbers`)
  }
  // Six digits tell normalised vectors apart and halve the size of the bulk request.
  return embedding.map((value) => Math.round(Number(value) * 1e6) / 1e6)
}

const genreName = (id: string): string => {
  const genre = catalogue.genre(id)
  return genre === undefined ? id : `${genre.english} ${genre.japanese}`
}

/** What a customer could describe the series by, in both languages. */
const descriptionOf = (one: Series): string =>
  [
    `${one.english} ${one.japanese}`,
    `${one.author.english} ${one.author.japanese}`,
    `${one.demographic} ${one.genres.map(genreName).join(", ")}`,
    one.synopsisEnglish,
    one.synopsisJapanese,
  ].join("\n")

/**
 * The vector of a series through the Bedrock Runtime API: 256 normalised numbers, from its titles, authors, genres and
 * synopses in both languages.
 */
import { type BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime"
import type { Genre } from "@manga-assist/catalogue"
import type { SeriesRow } from "@manga-assist/catalogue/rows"
import { Effect } from "effect"
import { attempt, parsed, untilDone } from "./Call.ts"
import { CatalogueError } from "../CatalogueError.ts"

export const dimensions = 256

/** Requests under way at the same time, at most; a client needs no more sockets. */
export const concurrency = 16

/** As JSON. */
export type Embed = (series: SeriesRow) => Effect.Effect<string, CatalogueError>

export const embedWith =
  (client: BedrockRuntimeClient, modelId: string, genres: ReadonlyArray<Genre>): Embed =>
  (series) =>
    attempt(`bedrock: embedding ${series.id}`, (abortSignal) =>
      client.send(
        new InvokeModelCommand({
          modelId,
          contentType: "application/json",
          accept: "application/json",
          body: JSON.stringify({
            inputText: descriptionOf(series, genres),
            dimensions,
            normalize: true,
          }),
        }),
        { abortSignal },
      ),
    ).pipe(
      Effect.retry(untilDone),
      Effect.flatMap(({ body }) =>
        parsed<{ embedding?: unknown }>(
          `bedrock: embedding ${series.id}`,
          body.transformToString(),
        ),
      ),
      Effect.flatMap(({ embedding }) =>
        Array.isArray(embedding) && embedding.length === dimensions
          ? // Six digits tell normalised vectors apart and halve the size of the bulk request.
            Effect.succeed(
              JSON.stringify(embedding.map((value) => Math.round(Number(value) * 1e6) / 1e6)),
            )
          : Effect.fail(
              new CatalogueError({
                reason: "refused",
                detail: `bedrock: ${modelId} gave no vector of ${dimensions} numbers`,
              }),
            ),
      ),
    )

const genreName = (id: string, genres: ReadonlyArray<Genre>): string => {
  const genre = genres.find((each) => each.id === id)
  return genre === undefined ? id : `${genre.english} ${genre.japanese}`
}

/** What a customer could describe the series by, in both languages. */
const descriptionOf = (series: SeriesRow, genres: ReadonlyArray<Genre>): string =>
  [
    `${series.title} ${series.japaneseTitle}`,
    `${series.authors.join(", ")} ${series.japaneseAuthors.join("、")}`,
    `${series.demographic ?? ""} ${series.genres.map((id) => genreName(id, genres)).join(", ")}`.trim(),
    series.synopsis,
    series.japaneseSynopsis,
  ].join("\n")

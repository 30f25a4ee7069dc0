/**
 * What is to be known of a series: its whole record or one line. The keys of the table's rows that this takes, and how
 * much of several topics one call may read. Pure.
 */
import { boxId, type Catalogue, volumeId } from "@manga-assist/catalogue"

export interface Topic {
  /** Id of the series. */
  readonly series: string
  readonly detail: "full" | "brief"
}

/** A topic, and the rows that it takes. */
export interface KeyedTopic extends Topic {
  readonly keys: ReadonlyArray<string>
}

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1)

/** The bundle; in full also each volume in both formats, the announced one among them, and the box sets. */
export const keyed = (topic: Topic, catalogue: Catalogue): KeyedTopic | undefined => {
  const { detail, series } = topic
  const entry = catalogue.of(series)
  if (entry === undefined) return undefined
  if (detail === "brief" || entry.isItem === true) return { ...topic, keys: [series] }
  const volumes = upTo(entry.volumes + 1).flatMap((volume) => [
    volumeId(series, volume, "paperback"),
    volumeId(series, volume, "digital"),
  ])
  const boxes = upTo(catalogue.boxesOf(series)).map((box) => boxId(series, box))
  return { ...topic, keys: [series, ...volumes, ...boxes] }
}

/**
 * The topics in their order, whole as long as all of them together take at most so many rows. Those for which no room is
 * left are brief; `over` is the first of them.
 */
export const withinRows = (
  topics: ReadonlyArray<KeyedTopic>,
  most: number,
): { readonly topics: ReadonlyArray<KeyedTopic>; readonly over: KeyedTopic | undefined } => {
  let left = most - topics.length
  let over: KeyedTopic | undefined
  const bounded = topics.map((topic): KeyedTopic => {
    const more = topic.keys.length - 1
    if (more <= left) {
      left -= more
      return topic
    }
    over ??= topic
    return { ...topic, detail: "brief", keys: topic.keys.slice(0, 1) }
  })
  return { topics: bounded, over }
}

/** `BatchGetItem` takes at most so many. */
const keysOfRequest = 100

/** As few requests as all keys take; one may be for several topics. */
export const requestsOf = <T extends { readonly keys: ReadonlyArray<string> }>(
  topics: ReadonlyArray<T>,
): ReadonlyArray<{ readonly keys: ReadonlyArray<string>; readonly topics: ReadonlySet<T> }> => {
  const all = topics.flatMap((topic) => topic.keys.map((key) => ({ key, topic })))
  return Array.from({ length: Math.ceil(all.length / keysOfRequest) }, (_, at) => {
    const some = all.slice(at * keysOfRequest, (at + 1) * keysOfRequest)
    return { keys: some.map(({ key }) => key), topics: new Set(some.map(({ topic }) => topic)) }
  })
}

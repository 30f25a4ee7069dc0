/**
 * The least number of tokens before a cache point for the model's service to cache them.
 *
 * Below the minimum Amazon Bedrock silently ignores the cache point; a model without prompt caching refuses the
 * request. Source: the prompt-caching reference of aws/agent-toolkit-for-aws (August 2026). An unlisted model gets no
 * cache point.
 */
const minimums: ReadonlyArray<readonly [string, number]> = [
  ["claude-opus-4-5", 4_096],
  ["claude-opus-4-6", 4_096],
  ["claude-haiku-4-5", 4_096],
  ["claude-sonnet-4-6", 2_048],
  ["claude-3-5-haiku", 2_048],
  ["claude-sonnet-4-5", 1_024],
  ["claude-sonnet-4-2025", 1_024],
  ["claude-3-7-sonnet", 1_024],
  ["nova-pro", 1_024],
]

/** For a model or inference profile id, with any prefix (`jp.`, `global.`, an ARN); `undefined`: no caching known. */
export const promptCacheMinimum = (modelId: string): number | undefined =>
  minimums.find(([name]) => modelId.includes(name))?.[1]

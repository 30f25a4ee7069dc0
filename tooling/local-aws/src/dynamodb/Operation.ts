/** Reads a request's DynamoDB operation from `x-amz-target: DynamoDB_20120810.PutItem`; `Unknown` for anything else. */
export const operation = (target: string | ReadonlyArray<string> | undefined): string =>
  /^DynamoDB_\d{8}\.([A-Za-z]{1,64})$/.exec(String(target))?.[1] ?? "Unknown"

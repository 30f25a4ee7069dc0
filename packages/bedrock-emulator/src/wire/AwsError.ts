/**
 * An error as AWS answers it: a type in `x-amzn-errortype`, a JSON body with `message`, a status.
 */

/** Error types Bedrock Runtime and its front end answer with, and the HTTP status of each. */
const statuses = {
  AccessDeniedException: 403,
  IncompleteSignatureException: 403,
  InternalServerException: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  ModelErrorException: 424,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  RequestTimeoutException: 408,
  ResourceNotFoundException: 404,
  SerializationException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
  ValidationException: 400,
} as const

export type AwsErrorType = keyof typeof statuses

export const awsErrorTypes = Object.keys(statuses) as ReadonlyArray<AwsErrorType> // Its own keys.

export class AwsError extends Error {
  override readonly name = "AwsError"
  readonly type: AwsErrorType

  constructor(type: AwsErrorType, message: string) {
    super(message)
    this.type = type
  }

  get status(): number {
    return statuses[this.type]
  }

  /** Body as JSON text. The signature errors of the front end carry no other field either. */
  get body(): string {
    return JSON.stringify({ message: this.message })
  }
}

/** What is none of the service's errors is a defect of it. */
export const knownError = (error: unknown): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError("InternalServerException", "The server encountered an internal error.")

export const invalidSignature = (message: string): AwsError =>
  new AwsError("InvalidSignatureException", message)

/** The most common one. */
export const invalid = (message: string): AwsError => new AwsError("ValidationException", message)

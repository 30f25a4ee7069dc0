/** A fault that the smoke test found, and where to look. */
export interface Finding {
  readonly what: string
  readonly look: string
}

/**
 * The type of `rooms.json`: the order of each package's rooms (its folders), limits on imports, and the files and
 * folders that may break a limit.
 */

export interface Plan {
  /**
   * For each package its rooms from the ground up. A room is a folder of `src`, or one file that lies in `src`
   * (`CacheError.ts`). The files of `src` that are not named are the top room.
   */
  readonly packages: Readonly<Record<string, ReadonlyArray<string>>>
  /** How many modules a file may import. */
  readonly imports: Readonly<Record<string, number>>
  readonly exceptions: ReadonlyArray<{
    /** A source file, or a folder of source. */
    readonly path: string
    /** Of a file `bytes`, `lines` or `line length`, of a folder `files`. */
    readonly limits: ReadonlyArray<string>
    readonly reason: string
  }>
}

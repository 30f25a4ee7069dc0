/** A command line, list or file that cannot be taken; its message names what is wrong. Exit code 64. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage"
}

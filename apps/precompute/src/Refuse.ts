/** Says what is wrong and lets the process end with this exit code. */
export const refuse = (message: string, code = 2): void => {
  process.stderr.write(`error: ${message}\n`)
  process.exitCode = code
}

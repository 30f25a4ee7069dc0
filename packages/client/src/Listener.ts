/**
 * Calls a function that the user of this package handed in. What it throws ends neither the answer nor the process: it
 * is told where a program's uncaught errors are told, to `reportError` in browsers and to the console elsewhere.
 */
export const listener =
  <Told extends ReadonlyArray<unknown>>(given: ((...told: Told) => unknown) | undefined) =>
  (...told: Told): void => {
    try {
      const result = given?.(...told)
      if (result instanceof Promise) result.catch(report)
    } catch (cause) {
      report(cause)
    }
  }

interface Host {
  readonly console: Pick<Console, "error">
  readonly reportError?: (cause: unknown) => void
}

const report = (cause: unknown): void => {
  const host: Host = globalThis
  const { reportError = host.console.error } = host
  reportError(cause)
}

/** Starts several things that end together. */

/** Started one after the other, ended in the opposite order; if one does not start, those before it are ended. */
export const together = async <A extends object>(
  start: (use: <B extends AsyncDisposable>(one: Promise<B>) => Promise<B>) => Promise<A>,
): Promise<A & AsyncDisposable> => {
  await using starting = new AsyncDisposableStack()
  const made = await start(async (one) => starting.use(await one))
  const started = starting.move()
  return Object.assign(made, { [Symbol.asyncDispose]: () => started.disposeAsync() })
}

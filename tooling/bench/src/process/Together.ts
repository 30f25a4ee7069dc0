/** Starts several things that end together. */

/**
 * Started one after the other, ended in the opposite order; if one does not start, those before it are ended. What is
 * used later belongs to them.
 */
export const together = async <A extends object>(
  start: (use: <B extends AsyncDisposable>(one: Promise<B>) => Promise<B>) => Promise<A>,
): Promise<A & AsyncDisposable> => {
  const stack = new AsyncDisposableStack()
  try {
    const made = await start(async (one) => stack.use(await one))
    return Object.assign(made, { [Symbol.asyncDispose]: () => stack.disposeAsync() })
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

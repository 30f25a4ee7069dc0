/**
 * Loads a program's modules, which takes up to a second, and starts it. A signal that comes meanwhile ends the process at
 * once, as there is nothing to close yet.
 *
 * It imports nothing, so that an entry point that imports it alone hears signals from its first breath.
 */
interface Program {
  /** Hears signals by itself before it returns, or ends by itself. */
  readonly start: () => void
}

/** `stoppedCode`: exit code after a signal; 130 for a command, which is not done. */
export const loadAndStart = async (
  load: () => Promise<Program>,
  stoppedCode: 0 | 130 = 0,
): Promise<void> => {
  const stop = () => process.exit(stoppedCode)
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)
  const { start } = await load()
  start()
  // After the start: without any listener a signal would be lost, or end the process.
  process.off("SIGTERM", stop)
  process.off("SIGINT", stop)
}

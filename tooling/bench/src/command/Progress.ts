/** Progress: a line with the seconds so far for each step, on standard error. */
export const progressOn = () => ({
  step: (text: string): void => {
    process.stderr.write(`[${process.uptime().toFixed(0).padStart(3)} s] ${text}\n`)
  },
})
export type Progress = ReturnType<typeof progressOn>

/** A line of one figure over the last minutes, from 0 to its highest; a gap where nothing is known. For the eye alone. */
const width = 120
const height = 26
/** As many as the server keeps; more are not drawn. */
const most = 60

type Values = ReadonlyArray<number | undefined>

const linesOf = (values: Values): ReadonlyArray<string> => {
  const highest = Math.max(...values.map((value) => value ?? 0)) || 1
  const lines: Array<Array<string>> = [[]]
  for (const [at, value] of values.entries()) {
    if (value === undefined) lines.push([])
    else {
      const x = width - ((values.length - 1 - at) * width) / (most - 1)
      const y = height - 2 - (value / highest) * (height - 4)
      lines.at(-1)?.push(`${x.toFixed(1)},${y.toFixed(1)}`)
    }
  }
  // A single minute is a point.
  return lines
    .filter((points) => points.length > 0)
    .map((points) => (points.length === 1 ? [...points, ...points] : points).join(" "))
}

export const Sparkline = ({ values }: { readonly values: Values }) => (
  <svg
    class="sparkline"
    viewBox={`0 0 ${width} ${height}`}
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    {linesOf(values.slice(-most)).map((points, at) => (
      <polyline key={at} points={points} />
    ))}
  </svg>
)

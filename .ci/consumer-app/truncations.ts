/** Cuts compressed values at every length: each cut must be refused, on whatever Node this is, or exit 1. */
import { decodeText, Dictionary, encode } from "@manga-assist/payload/promise"

const text = Array.from({ length: 40 }, (_, at) => `${at}: the same words again and again`).join(
  "\n",
)
const dictionary = new Dictionary(7, Buffer.from("the same words again and again ".repeat(4)))
const ways = [{ codec: "gzip" }, { codec: "zstd" }, { dictionary }] as const

let cuts = 0
const decoded: Array<string> = []
for (const way of ways) {
  const whole = await encode(text, way)
  if ((await decodeText(whole, { dictionaries: [dictionary] })) !== text) process.exitCode = 1
  for (let length = 1; length < whole.length; length++) {
    cuts++
    try {
      await decodeText(whole.subarray(0, length), { dictionaries: [dictionary] })
      decoded.push(`${Object.keys(way)[0]} at ${length} of ${whole.length}`)
    } catch {
      // As it should be.
    }
  }
}
console.log(`Node ${process.versions.node}: ${decoded.length} of ${cuts} cut values decode`)
for (const line of decoded) console.error(line)
if (decoded.length > 0) process.exitCode = 1

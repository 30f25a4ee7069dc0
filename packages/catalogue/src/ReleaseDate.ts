/**
 * Release dates of volumes, interpolated between the first and the newest one.
 *
 * The data has no real dates of its 6,500 volumes. These preserve what customers notice: the order of volumes, the
 * publisher's day of the month, years that fit the serialisation, and pre-orders.
 */
import { seeded } from "./Seed.ts"
import type { BookSeries } from "./Series.ts"

/** The day the demo data is about; later release dates are pre-orders. */
export const catalogueDate = "2026-11-24"

/** Today as an ISO date, by the demo store's clock, which is in Tokyo. */
export const demoDay = (): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format()

/** Months since year 0. */
const month = (year: number, monthOfYear: number): number => year * 12 + monthOfYear - 1

/** Publishers bring their books out on the same day of each month. */
const publishingDay: Readonly<Record<string, number>> = {
  Shueisha: 4,
  "Akita Shoten": 8,
  "Square Enix": 12,
  Kodansha: 17,
  Shogakukan: 18,
  Hakusensha: 20,
  Kadokawa: 26,
}

const firstMonth = (series: BookSeries): number =>
  month(series.firstYear, 5) + seeded(`${series.id} first`, 8)

/** Weekly series fill a volume in about two and a half months, monthly ones in five. */
const monthsPerVolume = (series: BookSeries): number => (series.volumes >= 25 ? 2.6 : 4.6)

const newestMonth = (series: BookSeries): number => {
  const drawn = seeded(`${series.id} newest`, 4)
  if (series.status === "ongoing") return month(2026, 7) + drawn
  // It paused with its newest volume, a few years ago, however slowly it got there.
  if (series.status === "hiatus") return Math.max(firstMonth(series), month(2022, 3) + drawn)
  const natural = firstMonth(series) + (series.volumes - 1) * monthsPerVolume(series)
  const latest = month(2025, 3) + drawn
  return Math.max(firstMonth(series), Math.min(natural, latest))
}

const isoDate = (months: number, day: number): string => {
  const whole = Math.floor(months)
  const monthOfYear = String((whole % 12) + 1).padStart(2, "0")
  return `${Math.floor(whole / 12)}-${monthOfYear}-${String(day).padStart(2, "0")}`
}

const publisherDay = (series: BookSeries): number => publishingDay[series.publisher] ?? 15

/** ISO date of a volume that exists, 1 to `series.volumes`. Never after `catalogueDate`. */
export const volumeDate = (series: BookSeries, volume: number): string => {
  const first = firstMonth(series)
  const share = series.volumes === 1 ? 0 : (volume - 1) / (series.volumes - 1)
  return isoDate(first + share * (newestMonth(series) - first), publisherDay(series))
}

/** ISO date of the announced next volume of an ongoing series, up to three months ahead. */
export const nextVolumeDate = (series: BookSeries): string =>
  isoDate(month(2026, 12) + seeded(`${series.id} next`, 3), publisherDay(series))

/** Box sets follow half a year after their last volume, so the newest are pre-orders. */
export const boxSetDate = (series: BookSeries, lastVolume: number): string => {
  const [year, monthOfYear] = volumeDate(series, lastVolume).split("-")
  return isoDate(month(Number(year), Number(monthOfYear)) + 6, publisherDay(series))
}

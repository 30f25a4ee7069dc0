/** The Japanese name of a product in an order; orders store the English title they were placed under. Pure. */
import { series } from "@manga-assist/catalogue"

const titles = new Map(series().map(({ id, japanese }) => [id, japanese]))

const productId = /^(?<id>.+?)(?:-v(?<volume>\d+)-[a-z]+|-box-(?<box>\d+))?$/u

/** `undefined` for a product of no series that is known here. */
export const japaneseLabel = (id: string): string | undefined => {
  const { box, id: of = id, volume } = productId.exec(id)?.groups ?? {}
  const title = titles.get(of)
  if (title === undefined) return undefined
  if (box !== undefined) return `${title} ボックスセット${box}`
  return volume === undefined ? title : `${title} ${volume}巻`
}

/** The rules of a shop on shipping, returns and the like, as one text for each topic. */
import { mangaShop, type Shop } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { PolicyTopic } from "@manga-assist/store-grammar"

type Texts = Readonly<Record<Locale, string>>

export const policiesOf = ({ rules }: Pick<Shop, "rules">): Readonly<Record<string, Texts>> =>
  Object.fromEntries(
    Object.entries(rules).map(([topic, sentences]) => [
      topic,
      {
        en: sentences.map(({ en }) => en).join(" "),
        ja: sentences.map(({ ja }) => ja).join(""),
      },
    ]),
  )

/** The manga shop's file has each of the topics, which a test holds to. */
export const storePolicies = policiesOf(mangaShop()) as Readonly<Record<PolicyTopic, Texts>>

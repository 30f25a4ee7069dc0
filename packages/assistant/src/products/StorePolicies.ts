/** The manga shop's rules on shipping, returns and the like, in both languages. */
import { mangaShop, type Shop } from "@manga-assist/catalogue"
import type { PolicyTopic } from "@manga-assist/store-grammar"

/** Its file has each of the topics, which a test holds to. */
export const storePolicies = mangaShop().rules as Readonly<
  Record<PolicyTopic, Shop["rules"][string]>
>

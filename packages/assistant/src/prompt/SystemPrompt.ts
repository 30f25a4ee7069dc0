/**
 * The fixed part of every prompt of a shop, identical byte for byte so that the model's prompt cache can reuse it: no
 * date, no customer, no product. It names no tool: `OfferedTools.ts` does, in a block of its own. Its words are the
 * shop's, with the shop's genres and rules in their places.
 *
 * `promptVersionOf` is its hash, with the version of the blocks that it explains, and part of every cache key.
 */
import { createHash } from "node:crypto"
import type { Shop } from "@manga-assist/catalogue"
import { wholeTopic } from "../products/StoreRules.ts"
import { oncePer } from "../reading/OncePer.ts"

/** In English alone: twice as long a prompt would say no more to a model. */
const policyLines = ({ rules }: Shop): string =>
  Object.keys(rules)
    .map((topic) => `${topic}.en: ${wholeTopic(rules, topic, "en")}`)
    .join("\n")

const genreLines = ({ genres }: Shop): string =>
  genres.map(({ english, id, japanese }) => `${id}: ${english} / ${japanese}`).join("\n")

export const systemPromptOf = oncePer((shop: Shop) =>
  shop.prompt
    .replace("{genres}", () => genreLines(shop))
    .replace("{policies}", () => policyLines(shop)),
)

/** Grows when the blocks of the last message are written in another way; a golden prompt guards it. */
const blocksVersion = 2

/** Twelve hex digits that change with any byte of the system prompt, and with the format of the blocks. */
export const promptVersionOf = oncePer((shop: Shop) =>
  createHash("sha256")
    .update(`${blocksVersion}\n${systemPromptOf(shop)}`)
    .digest("hex")
    .slice(0, 12),
)

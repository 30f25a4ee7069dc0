/**
 * LangChain.js: ChatBedrockConverse with the cache as its reference shows it,
 * https://reference.langchain.com/javascript/classes/_langchain_community.caches_ioredis.RedisCache.html
 * (the same class as in `@langchain/redis`). Only `invoke` looks into the cache, so the text comes by callback.
 */
import { ChatBedrockConverse } from "@langchain/aws"
import { AIMessage, HumanMessage, SystemMessage } from "@langchain/core/messages"
import { RedisCache } from "@langchain/redis"
import { Redis } from "ioredis"
import { serveChats } from "../src/peers/PlainServer.ts"

const cache = new RedisCache(new Redis(process.env.REDIS_URL))
const models = new Map()

const modelOf = (model, { maxTokens, temperature }) => {
  const known = models.get(model)
  if (known !== undefined) return known
  const created = new ChatBedrockConverse({
    model,
    region: process.env.AWS_REGION,
    streaming: true,
    maxTokens,
    temperature,
    cache,
  })
  models.set(model, created)
  return created
}

await serveChats(async ({ model, system, messages, inferenceConfig }, say) => {
  await modelOf(model, inferenceConfig).invoke(
    [
      new SystemMessage(system),
      ...messages.map(({ role, text }) =>
        role === "user" ? new HumanMessage(text) : new AIMessage(text),
      ),
    ],
    { callbacks: [{ handleLLMNewToken: (token) => token !== "" && say(token) }] },
  )
})

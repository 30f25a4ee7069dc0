/**
 * The known questions about returns, refunds and exchanges. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const returnForms = `
return-policy | policy | nothing | | What is your return policy? | 返品の条件を教えてください。
return-can | policy | nothing | | Can I return {article}? / I bought the wrong volume, can I return it? | {article}は返品できますか？
return-window | policy | nothing | | What is the deadline for returning {article}? / How many days do I have to return {article}? | {article}の返品の期限はいつまでですか？
return-price | policy | nothing | | How much is return shipping? | 返品の送料はいくらですか？
return-cost | policy | nothing | | Who pays for return shipping[UNWANTED? for an unwanted item][OWNREASON? on a return for personal reasons]? | [UNWANTED?欲しくなくなった商品の][OWNREASON?自己都合で返品する場合の]返品の送料は誰が負担しますか？
return-how | policy | nothing | | How do I return {article}? | {article}を返品するにはどうすればいいですか？
return-without-receipt | policy | nothing | | Can I return a book without a receipt? | レシートなしで返品できますか？
refund-policy | policy | nothing | | What is your refund policy? | 返金ポリシーを教えてください。
refund-time | policy | nothing | | How long does a refund take? / How long does an approved refund take? | [APPROVED?承認されてから、]返金にはどのくらいかかりますか？
refund-window | policy | nothing | | What is the deadline for a refund? | 返金の期限はいつまでですか？
refund-how | policy | nothing | | How do I get a refund for {article}? / How do I get a refund? | {article}を返金してもらうにはどうすればいいですか？ / 返金してもらうにはどうすればいいですか？
refund-can | policy | nothing | | Can I get a refund for {article}? / Can I get a refund? / Can I get a refund for cancelling an order? | {article}は返金してもらえますか？ / 返金してもらえますか？ / 注文をキャンセルしたら返金してもらえますか？
refund-full | policy | nothing | | Can I get a full refund for {article}? / Can I get a full refund? | {article}は全額返金してもらえますか？ / 全額返金してもらえますか？
refund-promise | policy | nothing | | Do you have a money-back guarantee? | 返金保証はありますか？
exchange-policy | policy | nothing | | What is your exchange policy? | 交換のルールを教えてください。
exchange-window | policy | nothing | | What is the deadline for exchanging {article}? | {article}の交換の期限はいつまでですか？
exchange-how | policy | nothing | | How do I exchange {article}? | {article}を交換するにはどうすればいいですか？
exchange-can | policy | nothing | | Can I exchange {article}? / Can I exchange a book for a different one? | {article}は交換できますか？ / 本をほかの一冊と交換できますか？
exchange-other | policy | nothing | | Can I exchange one volume for another? | 別の巻と交換してもらえますか？
exchange-other-how | policy | nothing | | How do I exchange one volume for another? | 別の巻と交換するにはどうすればいいですか？
damaged | policy | nothing | | What should I do if a book arrives damaged? | 破れた本が届いた場合はどうすればいいですか？
wrong-item | policy | nothing | | What should I do if I receive the wrong book? | 違う本が届いた場合はどうすればいいですか？
`

/** Forms about lists and wishes; see `FormTable.ts`. */
export const wishForms = `
trending | trending | popular | | What are the most popular {wish}[ {PERIOD}]? | [{PERIOD.of}]人気の{wish}を教えてください。
best-selling | trending | popular | | What are the best-selling {wish}[ {PERIOD}]? | [{PERIOD.of}]一番売れている{wish}は何ですか？
best | recommend | popular | | What are the best {wish}[ {PERIOD}]? / What is the best {wish}[ {PERIOD}]? | [{PERIOD.of}]一番おすすめの{wish}は何ですか？
new-releases | new-releases | new | | What are the new releases in {wish}[ {PERIOD}]? / What are the new releases[ {PERIOD}]? | [{PERIOD.of}]{wish}の新刊を教えてください。 / [{PERIOD.of}]新刊の漫画を教えてください。
new-series | new-releases | new | | What are the new series in {wish}[ {PERIOD}]? / What are the new series[ {PERIOD}]? | [{PERIOD.of}]{wish}の新作を教えてください。 / [{PERIOD.of}]新作漫画を教えてください。
upcoming | new-releases | coming | | What are the upcoming {wish}[ {PERIOD}]? | [{PERIOD.of}]発売予定の{wish}を教えてください。
releases-in | new-releases | new | | What {wish} comes out {PERIOD}? | {PERIOD.of}どんな{wish}が出ますか？
recommend | recommend | wish | | Can you recommend {wish}? | {wish}のおすすめを教えてください。 / {wish}でおすすめはありますか？
recommend-format | recommend | wish | | Can you recommend {FORMAT.many}? | {FORMAT}の漫画のおすすめを教えてください。
`

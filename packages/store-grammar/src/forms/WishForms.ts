/**
 * The known questions about lists (popular, new, upcoming) and recommendations. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const wishForms = `
trending | trending | popular | | What are the[ {count}] most popular {wish}[ of {year}][ {PERIOD}]? | [{PERIOD.of}][{year}年の]人気の{wish}[{count}選]を教えてください。
best-selling | trending | popular | | What are the[ {count}] best-selling {wish}[ of {year}][ {PERIOD}]? | [{PERIOD.of}][{year}年の]一番売れている{wish}[{count}選]は何ですか？
best | recommend | popular | | What are the[ {count}] best {wish}[ of {year}][ {PERIOD}]? | [{PERIOD.of}][{year}年の]一番おすすめの{wish}[{count}選]は何ですか？
new-releases | new-releases | new | | What are the new releases in {wish}[ {PERIOD}]? / What are the new releases[ {PERIOD}]? | [{PERIOD.of}]{wish}の新刊を教えてください。 / [{PERIOD.of}]新刊の漫画を教えてください。
new-series | new-releases | new | | What are the new series in {wish}[ {PERIOD}]? / What are the new series[ {PERIOD}]? | [{PERIOD.of}]{wish}の新作を教えてください。 / [{PERIOD.of}]新作漫画を教えてください。
upcoming | new-releases | coming | | What are the upcoming {wish}[ {PERIOD}]? | [{PERIOD.of}]発売予定の{wish}を教えてください。
releases-in | new-releases | new | | What {wish} comes out {PERIOD}? | {PERIOD}はどんな{wish}が出ますか？
recommend | recommend | wish | | Can you recommend[ {count}] {wish}[ of {year}]? | [{year}年の]{wish}のおすすめ[{count}選]を教えてください。 / {wish}でおすすめはありますか？
recommend-format | recommend | wish | | Can you recommend {FORMAT.a}? | {FORMAT}の漫画のおすすめを教えてください。
`

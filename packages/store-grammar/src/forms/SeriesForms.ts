/**
 * The known questions about facts of a series and the people who made it. One row each:
 * `name | intent | what must be looked up | difficulty | standard sentences in English | in Japanese`, parsed by
 * `FormTable.ts`. A standard sentence is the store's own wording, as a template; it stands for all customers' wordings.
 */
export const seriesForms = `
volumes | title-lookup | series | | How many volumes does {SERIES} have? | {SERIES}は全部で何巻ありますか？
complete-in | title-lookup | series | | Is {SERIES} complete in {ENDAT.count}? | {SERIES}は{ENDAT}巻で完結していますか？
only-volumes | title-lookup | series | | Is {SERIES} just {ONLYVOLS.count}? | {SERIES}は{ONLYVOLS}巻だけですか？
volumes-to-end | title-lookup | series | | At which volume did {SERIES} end? | {SERIES}は何巻で完結しましたか？
chapters | title-lookup | series | | How many chapters does {SERIES} have? | {SERIES}は全部で何話ですか？
finished | title-lookup | series | | Is {SERIES} finished? | {SERIES}は完結していますか？
ongoing | title-lookup | series | | Is {SERIES} still ongoing? | {SERIES}はまだ連載中ですか？
unfinished | title-lookup | series | | Is {SERIES} unfinished? | {SERIES}はまだ終わっていないのですか？
status | title-lookup | series | | What is the status of {SERIES}? | {SERIES}の連載状況を教えてください。
hiatus | title-lookup | series | | Is {SERIES} on hiatus? | {SERIES}は休載中ですか？
publisher | title-lookup | series | | Who is the publisher of {SERIES}[ in {PLACE}]? | {SERIES}の[{PLACE}の]出版社を教えてください。
magazine | title-lookup | series | | Which magazine ran {SERIES}? | {SERIES}はどの雑誌で連載していましたか？
genre | title-lookup | series | | What genre is {SERIES}? | {SERIES}のジャンルは何ですか？
demographic | title-lookup | series | | What demographic is {SERIES}? | {SERIES}の対象読者層は何ですか？
is-genre | title-lookup | series | | Is {SERIES} a {GENRE} manga? | {SERIES}は{GENRE}漫画ですか？
is-demographic | title-lookup | series | | Is {SERIES} a {DEMO} manga? / Is {SERIES} {DEMO}? | {SERIES}は{DEMO}ですか？
age | title-lookup | series | | What age is {SERIES} for? | {SERIES}は何歳向けですか？
suitable | title-lookup | series | | Is {SERIES} suitable for {DEMO.for}? / Is {SERIES} suitable {READERS}? / Is {SERIES} suitable for {AGEOF.a}? / Is {SERIES} good for beginners? / Can a {KIDS} read {SERIES}? | {SERIES}は{DEMO}に適していますか？ / {SERIES}は{READERS}に適していますか？ / {SERIES}は{AGEOF}の子に向いていますか？ / {SERIES}は{KIDS}が読んでも大丈夫ですか？ / {SERIES}は初心者に向いていますか？
about | title-lookup | series | | What is {SERIES} about? | {SERIES}はどんなお話ですか？
information | title-lookup | series | | Can you tell me about {SERIES}? | {SERIES}について教えてください。
what-is | title-lookup | series | | What is {SERIES}? | {SERIES}とはどんな作品ですか？
setting | title-lookup | series | | What is the setting of {SERIES}? | {SERIES}の舞台はどこですか？
protagonist | title-lookup | series | | Who is the main character of {SERIES}? | {SERIES}の主人公は誰ですか？
characters | title-lookup | series | | Who are the characters of {SERIES}? | {SERIES}の登場人物を教えてください。
anime | title-lookup | series | | Is there an anime of {SERIES}? | {SERIES}のアニメはありますか？
adapted | title-lookup | series | | Has {SERIES} been adapted? | {SERIES}は映像化されていますか？
live-action | title-lookup | series | | Is there a {LIVEACTION} of {SERIES}? | {SERIES}の{LIVEACTION}はありますか？
reviews | title-lookup | series | | What are the reviews of {SERIES}? | {SERIES}の評判はどうですか？
opinion | title-lookup | series | | Is {SERIES} worth reading? | {SERIES}は面白いですか？
is-popular | title-lookup | series | | Is {SERIES} popular? / Is {SERIES} a popular series? | {SERIES}は人気の漫画ですか？ / {SERIES}は人気がありますか？
is-famous | title-lookup | series | | Is {SERIES} famous? | {SERIES}は有名ですか？
is-liked | title-lookup | series | | Is {SERIES} well liked? | {SERIES}は好評ですか？
is-bestseller | title-lookup | series | | Is {SERIES} a bestseller? | {SERIES}はよく売れている作品ですか？
sequel | title-lookup | kin | | Is there a sequel to {SERIES}? | {SERIES}の続編はありますか？
prequel | title-lookup | kin | | Is there a prequel to {SERIES}? | {SERIES}の前日譚はありますか？
spin-off | title-lookup | kin | | Is there a spin-off of {SERIES}? | {SERIES}のスピンオフはありますか？
author | author | series | | Who is the author of {SERIES}? | {SERIES}の作者は誰ですか？
writer | author | series | | Who is the original writer of {SERIES}? | {SERIES}の原作者は誰ですか？
artist | author | series | | Who is the artist of {SERIES}? | {SERIES}の作画は誰ですか？
same-author | title-lookup | series | complex | Are {SERIES} by the same author? | {SERIES}の作者は同じですか？
comparison | title-lookup | series | complex | What is the difference between {SERIES}? | {SERIES}の違いは何ですか？
read-first | title-lookup | series | complex | Which should I read first, {SERIES.or}? | {SERIES}はどちらを先に読むべきですか？
reading-order | title-lookup | series | complex | What is the reading order of {SERIES}? | {SERIES}はどの順番で読めばいいですか？
compared | title-lookup | series | complex | {CMP} | {CMP}
which-of | title-lookup | series | complex | Which is {MEASURE}, {one.or}? | {one}では、{MEASURE}どちらですか？
works | author | works | | Which manga did {PERSON} write? / What works are by {PERSON}? | {PERSON}の作品を教えてください。
works-main | author | works | | What are the main works of {PERSON}? | {PERSON}の代表作は何ですか？
works-of-author | author | works | | What else did the author of {SERIES} write? | {SERIES}の作者の他の作品は何ですか？
works-recommended | author | works | | What is the best manga by {PERSON}? | {PERSON}の漫画のおすすめは何ですか？
other-works | author | works | | What other manga did {PERSON} write? | {PERSON}の他の作品は何ですか？
`

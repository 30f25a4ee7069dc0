/**
 * Words that stand in no known question, but help to read a text without a form: which numbers are a range, what is
 * called by a name, in which language to answer.
 */
export const openWords = `
CALLED: called; titled; entitled; という漫画; というマンガ; という作品; という本; というタイトル
KARAJA: から
ZEN: 全
COVER: 表紙
DEMO=shonen: 少年の漫画; 少年のマンガ
DEMO=shojo: 少女の漫画; 少女のマンガ
DEMO=seinen: 青年の漫画; 青年のマンガ
ANSWERWORD: answer; reply; respond
`

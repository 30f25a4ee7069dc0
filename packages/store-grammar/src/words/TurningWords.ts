/**
 * Words that turn a question into another one: who sells to whom, from where, in the past, how old
 * somebody is. Listed before all others, so that a longer word here is never read as two harmless ones.
 */
export const turningWords = `
BUYBACK: (can|could|may|might|should) (i|we|one|people|customers|a customer) (still|also|) sell
SELLHOW: (how|where) (can|could|do|should|would) (i|we|one|people|customers) sell; how to sell; how much (can|could|would|do|should|will) (i|we) (sell|get for|get if i sell); (i|we|) (want|would like|wish|need|hope|try|plan|wanna) to sell; (id|i would) like to sell; (looking|trying|hoping|planning) to sell; 売りたい; 売りたいのですが; 売るには; 売ったら
SELLHOW: how much (do|would|will) you (buy|pay for|give for|offer for|give me for|pay me for)
PURCHASES: (can|could|would|will) (you|u|you guys) (buy|purchase)
PASTTREND: (what|which) (manga|books|series|titles|comics|) (was|were) (the|) (most|) (popular|trending|trendy|hot|best selling); (was|were) (the|) (most|) (popular|trending|hot); used to be (popular|trending|hot); formerly popular; once popular; 人気だった; 人気でした; 人気があった; 流行っていた; 流行ってた; 流行った; 話題だった; 話題になった; 売れていた; 売れてた; 売れた
UNPOPULAR: 人気のない; 人気がない; 人気ない; 人気じゃない; 人気ではない; 不人気; 話題じゃない
HOWOLD: how old
NO: no
HOWABOUT: はどう; はどうですか; はどうかな; はどうでしょう; はどうでしょうか; はいかが; はいかがですか; ってどうですか
GENREWORD: (what|which) (kind|type|sort) of (manga|book|comic|series) is
KARA: からの
ATMOST: までの
CHECKJA: 確認; 確認したい; 確認したいです; 確認したいのですが; 確認したいんですが; 確認お願いします; 確認してください; 確認できますか; ご確認ください
MINE: (manga|comic|book|books|series|something|anything|one|ones) (that|) (i|id|i would|i might|i may|ill|i will) (like|love|enjoy)
AUTHOR: (name|state) the (author|mangaka|writer|creator) of
WHEN: (up |)(until|till) when; when (can|should|may) (i|we) expect
WITHOUT: (thats|that is|that isnt|that are|) not set in; not (taking place|happening) in; that isnt set in
INSTORE: (to|in|at) a (shop|store|physical shop|physical store|branch); in store; in stores; at (the|your) (store|shop)
AFTERBARE: after
KABARE: か
PAYFOR: (pay|paying|pays) for
CANKEEP: (can|could|may|do|should|must) (i|we) (get to|have to|) keep
SHIPINCLUDED: 送料込み; 送料込みで; 送料込; 送料込みの
GENREBARE: genre; genres; ジャンル; ジャンルの
SELLVERB: sell; sells; selling
ABOUTBEING: about (being|becoming|getting|how)
KUDASAI: ください; 下さい; をください; を下さい; お願い; お願いします; お願い致します; お願いいたします; おねがい; おねがいします; をお願いします; をお願い; を頼みます; を頂戴; をちょうだい
STORYJA: ストーリー; 物語
THATFINISHED: (thats|that is|that are|which is|which are|that has|that have) (already|) (finished|completed|complete|ended|concluded)
ANDUNDER: and (under|below)
MONOKANJI: 物
PREFECTURE: prefecture
NORECEIPT: without (a|the|any|) receipt; with no receipt; レシート(なし|無し|がなくて|が無くて|がない場合|が無い場合)(でも|で|も|)
DEPICTED: に描かれた; に描かれている; に描かれてる; に書かれた; に書かれている; に書かれてる
HISTORYOF: (the|a|) (history|origin|origins) of
SELFDAMAGED: (i|we) (damage|damaged|break|broke|ruin|ruined|tore|spilled); (can|could|may|might|if|what if|what happens if) (i|we|you) (damage|break|ruin)
WORKSALL: (の|)(漫画|マンガ|まんが|作品|コミック|本)(を|は|って|)(全部|すべて|全て|ぜんぶ|全作品)
`

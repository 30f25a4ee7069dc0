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
INSTORE: (to|in|at) a (shop|store|physical shop|physical store|branch)
SHIPINCLUDED: 送料込み; 送料込みで; 送料込; 送料込みの
GENREBARE: genre; genres; ジャンル; ジャンルの
SELLVERB: sell; sells; selling
ABOUTBEING: about (being|becoming|getting|how)
KUDASAI: ください; 下さい; をください; を下さい; お願い; お願いします; お願い致します; お願いいたします; おねがい; おねがいします; をお願いします; をお願い; を頼みます; を頂戴; をちょうだい
STORYJA: ストーリー; 物語
THATFINISHED: (thats|that is|that are|which is|which are|that has|that have) (already|) (finished|completed|complete|ended|concluded)
ANDUNDER: and (under|below)
SELLER: the best selling; the bestselling; (your|the) number one (seller|sellers)
WHAT: whatre; what re
WHICH: whichre
PRICE: how muchre; 買うといくら(かかります|かかりますか|かかる|しますか|する|になりますか)
DOYOU: dya
RECOMMEND: (i|id|i would|we|wed) (like|want|love) (you|u) to (recommend|suggest)
SOLDOUT: 売りきれ; 売りきれですか; 売りきれてますか
HOWMANYVOLS: 全巻数; 全巻数は; って何巻; って何巻まで; って何冊
WHICHVOLS: 在庫が(ある|有る)のは(何|どの)巻; 在庫の(ある|有る)のは(何|どの)巻
LIKEDJA: がすき; がすきな人; がすきな人に; すきな人; すきな人に
MONOKANJI: 物
LENGTH=short: (thats|that is|that are|which is|which are) (quite|fairly|) short; 短くて; みじかくて
LENGTH=long: (thats|that is|that are|which is|which are) (quite|fairly|) long; 長くて
FINISHED: 完結していて; 完結してて; 完結ずみ; かんけつずみ; 終わっていて; 終わってて
STOREWHERE: (where is|wheres) (your|ur|the) (store|shop)
USED: 2nd hand
HOWMANYVOLS: 何巻(まで|)でて(る|ます|ますか|いる|います|いますか)
ATMOST: 迄; 迄の
INSTALMENTS: 分割ばらい
PREFECTURE: prefecture
RELEASED: been released; been published; been out
OPENTIME: what time does (your|the) (shop|store) open; when does (your|the) (shop|store) open
CLOSETIME: what time does (your|the) (shop|store) close; when does (your|the) (shop|store) close
NORECEIPT: without (a|the|any|) receipt; with no receipt; レシート(なし|無し|がなくて|が無くて|がない場合|が無い場合)(でも|で|も|)
RELEASED: もうでてる; もうでてますか; もうでていますか
HOWMANYVOLS: 全なんかん; ぜん何巻
AGE: (って|)(何歳|なんさい)(から|向け|以上)
GENREWORD: って何系; って何系の漫画; って何系の作品
STOREWHERE: (お店|店|店舗)(って|は)どこ(にある|にあります|)
LIKE: in style of; in vein of
DEVICE=kindle-app: on kindle app
DAMAGED: やぶれていた; やぶれてた; やぶれている; やぶれてる; やぶれた
DEADLINE: how many days (have|do) (i|we) (got|get) to
GOODONE: (a|) good one
GOODS=figures: figure
DEPICTED: に描かれた; に描かれている; に描かれてる; に書かれた; に書かれている; に書かれてる
HISTORYOF: (the|a|) (history|origin|origins) of
SELFDAMAGED: (i|we) (damage|damaged|break|broke|ruin|ruined|tore|spilled); (can|could|may|might|if|what if|what happens if) (i|we|you) (damage|break|ruin)
AUTHOR: auther; the auther of; auther of; authour; the authour of; authour of
TAKEJA: 掛かる; 掛かりますか; 掛かります; 掛かるの
METHOD=convenience: コンビニばらい
WORKSALL: (の|)(漫画|マンガ|まんが|作品|コミック|本)(を|は|って|)(全部|すべて|全て|ぜんぶ|全作品)
RELEASE: 店頭に並びます; 店頭に並びますか; 店頭に出ます; 店頭に出ますか
READFIRST: (どっち|どちら)(を先に|から先に|から)(読む|読め|読んだ)(べき|べきですか|べきか|ばいい|ばいいですか|らいい|らいいですか|といい|といいですか|のがいい|のがいいですか)
WHENEXPECT: how soon (can|should|may) (i|we|you) expect
OKFORKIDS: (can|could|may) (kids|children|a child|a kid|young children|young kids|little kids) (safely|) read
TOSHIP: to send (things|stuff|books|manga|packages|parcels|orders|a book|a parcel|a package)
`

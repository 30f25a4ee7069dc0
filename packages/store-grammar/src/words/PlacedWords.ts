/**
 * Words that mean nothing in one place and something in another: calls and sighs ("well", "mate"), where
 * in the shop, how it was. `_opening` and `_aside` are silent at the edges of a question only; the
 * others are told, and the shapes say where they may stand.
 */
export const placedWords = `
_opening: well; oh; ok; okay; just; yeah; yep; sure; ah; so i; then there; simply; ahoy; yo
_aside: sir; mate; dude; bro; man; guys; folks; friend; buddy; dear team; dear; team; my dear; u guys; you guys; lol; haha
FORSOMEBODY: (for|about|by|to|with|from|like|of|as|on) (a|the|some|your|an|) (man|guy|guys|friend|folks|buddy|mate|dude|bro|team); (for|about|by) (a|the|some|) (shop|store); (a|the|good|nice|great|kind|fun|old|young|real|best|big|bad|cool|strong) (man|guy|friend|mate|dude|bro|team)
INSHOP: in the store; in the shop; in your store; in your shop; お店で; 店で; お店に; 店に; ショップで; ショップに; このお店で; こちらのお店で
SHOPWORD: shop; store; the store; お店; 店; ショップ
_: your store; your shop; このお店; こちらのお店
HERE: here; over here
ALLTOLD: altogether; total; in total; all told; all in all
PAST: でしたか; でした; だった; だったか; した; しました; しましたか; したの; していた; していました; てしまった
NARU: になりますか; になる; となりますか; なりますか
NA: な
FUTYOU: will (you|u|ya)
CANYOU: (can|could) (you|u|ya)
INDEFMANY: a couple of; couple of; several; one or two; a few; few
STORY: stories; tales
TALE: story; tale
ENDS: finish; finishes; end; ends; conclude; wrap up
REVIEW: 評判; 評価; レビュー; 感想; 口コミ; 評判は
GOODONE: 面白い漫画; 面白い作品; 面白いやつ; おもしろいやつ; おもしろい漫画; 神漫画; 良作; 傑作; 面白いの
ENDVOLS: 何巻で完結; 何巻完結; 何巻で終わる; 何巻で終わり; 何巻で終わります; 完結まで
FEE: 手数料; てすうりょう; 追加料金; 別料金; 有料; 有料ですか
HITO: 人
RETURNTO: (return|returning) to (a|the|my|this|that) (book|manga|series|title|story)
SHIPNOUN: (a|the|this|that|your) ship
ANYAMOUNT: いくらでも; いくらもらえ; いくらもらえる; いくらもらえますか; 買うといくらもらえますか
RECOMMENDED: はおすすめですか; はおすすめでしょうか; はオススメですか; はお勧めですか
KEI: 系; 系の; 系漫画; 系マンガ; 系作品; 系の漫画; 系のマンガ; 系の作品
DEKAU: で買えますか; で購入できますか
HOWLONGPAST: how long (has|have|had|did)
SELLSWRAP: (sell|sells|selling) (gift|wrapping|gift wrapping|) (wrap|wrapping|paper)
SHIPTIME: how long (will|does|would) it (usually|typically|normally|) take (you|) to (ship|deliver)
SUITABLE: (meant|intended|geared|ok|okay|alright|fine|safe|good enough) for
BUYBACK: do you purchase
NINKINOWA: 人気なのは; 人気があるのは; 人気があるの; 人気が高いのは
SCARCE: in short supply; a paper (on|about)
FREESHIP: (shipping|delivery|postage) free of charge; is (shipping|delivery|postage) free of charge
IGAI: 以外の作品; 以外の漫画
WHATIN: (what is|whats|what was) (in|inside) (the|volume|vol|a)
HOWLONG: how long do; how long are
WHEN: when do
SHIPQ: delivery available; shipping available
SAMEAUTHOR: (share|have|has|had) (the|a|an) (same|) (author|mangaka|writer|creator)
RECOMMEND: (you|u) (recommend|suggest)
CANCELQ: 取り消せる; 取り消せますか; 取り消せます; キャンセル可能; キャンセル可能ですか
IN: in
FOR: for
WHATWAS: what was; what were
ABOUTJA: についての
WISHTOBE: (i|id|we|) (want|wanna|would like|wish|hope|like) to (be|become)
NOHISTORY: の歴史
TOSHIP: to ship; to deliver
RANIN: ran; run; ran in; run in; serialized in; serialised in; serialized; serialised
SHOULDI: should i (read|get|try|buy|pick up|check out)
GOODFOR: good for
THE: the; teh; hte
COOKBOOK: cookbook; cookbooks; cooking book; cooking books; recipe book; recipe books; 料理本; レシピ本; 料理の本
HAVEANY: got any; got some; have any; you have any; you got any; have you any; have you got any; u have any; u got any; u got some; ya got any
`

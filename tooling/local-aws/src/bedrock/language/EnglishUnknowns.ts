/**
 * English patterns for what a question asks and a bookshop's prompt does not tell (adaptations, sales, endings, the
 * author's life, matters beside the books), so that the emulated model admits it. Applied to folded text in which `§`
 * stands for a title and `¶` for a person. Data only.
 */
import { longPattern } from "./LongPattern.ts"
import type { Vocabulary } from "./Vocabulary.ts"

/** What is told of people and of no book. */
const ofLife = longPattern(String.raw`
    \b(?:old|age[d]?|born|alive|dead|pass(?:ed|es)? away|still (?:work|draw|writ)\w*|die[ds]?|dying|death|passed away|lives?|living|married|single
    |wife|husband|kids|children|famil(?:y|ies)|school|university|college|stud(?:y|ied)|nationality
    |gender|male|female|a (?:man|woman)|(?:man|woman) or|tall|height|hobb(?:y|ies)|twitter
    |instagram|e-?mail|contact|address|phone|salary|rich|earns?|retire[ds]?|retiring|health|sick
    |ill|face|photo|looks? like|blood type|birthday|agent|hometown|pets?|religion|zodiac|grew up
    |grow up)\b(?! (?:§|the series|volume))
  `).source

export const englishUnknowns: Vocabulary["unknowns"] = {
  adaptation:
    /\b(?:watch|stream|air(?:s|ed|ing)?|broadcast\w*|crunchyroll|tv|television|cinemas?|theat(?:er|re)s?)\b|\banim(?:e|at\w+)\b|\bepisodes?\b|\bseasons?\b|\bstudio\b|\bmovies?\b|\bfilms?\b|\blive.action\b|\bvoic\w+|\bseiyuu\b|\bsoundtrack\b|\b(?:theme|opening|ending) (?:song|theme)\b|\bopening\b(?! (?:hours|times|days))|\bsings?\b|\bnetflix\b|\bstreaming\b|\badapt\w+/u,
  sales:
    /(?<!\b(?:date|when|day|year|first|still|was|be|not|no longer|being) (?:\w+ ){0,2})\bsold\b(?! (?:out|in|as|by|separately|together|individually|here|at|for|on|with|only|alone|apart))|\b(?:how many|how much|how well|number of|copies|millions?)\b.*\bsold\b(?! out)|\bsales\b|\bmillions?\b|\bcirculation\b|\bin print\b.*\bworldwide\b/u,
  ending:
    /\bhow (?:does|do|did|will)\b.*\bend|\bwhat happens (?:at|in) the (?:end|final|last)|(?<!without |no |avoid |any )\bspoil(?!er-?free)\w*|\bdies?\b|\bdeath of\b|\bwho wins (?:in|at|the)\b|\bin the end\b|\bguilty\b|\bculprit\b|\bmurderer\b|\bkiller\b|\bthe ending\b/u,
  person: longPattern(String.raw`
        (?:¶|\b(?:authors?|artists?|creators?|mangakas?|writers?|(?:is|was|did|does|has) (?:he|she)|his|her)\b).*${ofLife}
        |${ofLife}.*(?:¶|\b(?:authors?|artists?|creators?|mangakas?|writers?)\b)
        |\bhow old (?:is|was|were|are) (?:¶|the (?:author|artist|creator|mangaka|writer)|he|she|they)\b|\bhow old is ¶
        |\breal name\b|\bpen name\b|\bautograph\w*
      `),
  goods: longPattern(String.raw`
        \bfigur(?:e|es|ines?)\b|\bmerch\w*|\bposters?\b|\bplush\w*|\bt-?shirts?\b|\bkey ?(?:chain|ring)s?\b|\bstickers?\b|\bcalendars?\b|\bpuzzles?\b|\bvideo ?games?\b|\btoys?\b|\bgoods\b|\bsigned\b|\bcosplay\b
        |\bmugs?\b|\bdvds?\b|\bblu-?rays?\b|\bart ?books?\b|(?:§|\b(?:trading|pok[eé]mon|yu-?gi-?oh|collect\w+|playing)) cards?\b|\b(?:drawing )?(?:pens?|pencils?|markers?|brushes)\b|\bnotebooks?\b|\bstationery\b|\bbookmarks?\b|\bbook ?(?:shel(?:f|ves)|ends?)\b
        |\bbook covers?\b|\bsleeves?\b|\bwallpapers?\b|\b(?:enamel )?pins?\b|\bbadges?\b|\bmouse ?pads?\b|\bphone cases?\b|\btote\b|\bhoodies?\b|\bclothes\b|\bclothing\b|\bmodel kits?\b|\bgunpla\b|\bstatues?\b
        |\bdolls?\b|\bconsoles?\b|\bnintendo\b|\bplaystation\b|\bvinyl\b|\bcds?\b|\bcostumes?\b|\bplushies\b|\bsnacks?\b|\bcandy\b|\bgames\b
      `),
  story:
    /\bwho(?: is|'s) the (?:villain|traitor|mastermind|protagonist|hero|heroine|main character)\b|\bbased on a true story\b|\b(?:main character|protagonist|hero|heroine)(?:'s)? (?:name|called|age)\b/u,
  shop: longPattern(String.raw`
        \bbranch(?:es)?\b
        |\bcaf[eé]s?(?![a-zé])(?= (?:where|in|at|there|inside)|\W*$)
        |\bcar park\b
        |\bparking\b
        |\bwi-?fi\b
        |\btoilets?\b
        |\bvisit (?:you|your|the)\b
        |\b(?:near|inside|next to|around) (?:your|the) (?:\w+ )?(?:shop|store)\b
        |\bwhere (?:is|are) (?:your|the) (?:\w+ )?(?:shop|store)s?\b
        |\b(?:physical|real|brick.and.mortar|walk.in) (?:shop|store|location)s?\b
        |\b(?:shop|store)s? (?:\w+ ){0,2}(?:located|near|in (?:tokyo|osaka|kyoto))\b
      `),
  restock:
    /\bre-?stock\w*|\bback in(?: stock)?\b|\b(?:be|it|they|again|get|have) back\W*$|\b(?:get|getting|have|expect\w*) (?:more|new|another|any|it|them)(?: \w+)? (?:in|copies|again)\b|\bwhen (?:do |will )?(?:you|u) get more\b/u,
  detail: longPattern(String.raw`
        \bisbn\b|\bbarcode\b|\bweigh\w*|\bheavy\b|\bgrams?\b|\bkilos?\b|\bdimensions?\b|\b(?:page|paper|book|trim|print) (?:size|quality|type)\b|\bhow (?:big|tall|wide|heavy)\b|\bwhat size\b
        |\bwhat (?:kind of |type of |sort of )?paper\b|\bink\b|\bcolou?r(?:ed)? (?:pages?|inserts?|version|edition)\b|\b(?:in|full) colou?r\b|\bchapters?\b|\b(?:un)?censor\w*|\buncut\b|\bfurigana\b|\bbraille\b|\bfonts?\b
        |\b(?:first|second|limited|special|deluxe|collector'?s|anniversary|luxury|kanzenban|bunko|large.print|fan) (?:edition|print(?:ing)?|release|version|format)s?\b|\bprint run\b|\breprint\w*|\bhard ?(?:cover|back)s?\b|\bomnibus\w*|\bdust jackets?\b|\bcover art\w*|\bon the (?:front )?cover\b
        |\btranslators?\b|\beditors?\b|\bassistants?\b|\bletterer\b|\b(?:main|favou?rite|strongest|side|female|male) characters?\b|\bcharacters?'? names?\b|\bnames? of the (?:villain|hero\w*|main|boy|girl|dog|cat|sword|ship|city|town|planet|school|team|character)\w*|\bvillains?\b
        |\bprotagonists?\b|\bantagonists?\b|\bstrong(?:er|est)\b|\bwho (?:would|will|could|can) (?:win|beat)\b|\blove interest\b|\bwho (?:is|'s) the (?:hero|heroine|bad guy|main)\b
        |\blight novels?\b|\baudio ?books?\b|\bspin.?off novels?\b|\b(?:fan ?fiction|doujin\w*)\b
      `),
  illegal:
    /\bscan(?:s|lations?|lators?)?\b|\bpirat\w+|\btorrents?\b|\billegal\w*|\b(?:read|download|get|watch|find)\b[^?]*\b(?:for free|free of charge|for nothing|without paying)\b[^?]*(?:online|web|internet|site|pdf|$)|\b(?:pdf|epub|cbz) (?:of|for|version)\b/u,
  offTopic: longPattern(String.raw`
        \bweather\b|\bforecast\b|\btemperature\b|\b(?:will|is) it (?:going to )?(?:rain|snow)\w*|\brestaurants?\b|\b(?:ramen|sushi|pizza|noodle|coffee|lunch|dinner) (?:place|shop|bar|spot|joint|house)s?\b|\bizakaya\b|\bhotels?\b|\bflights?\b|\b(?:plane|train|bus|concert|museum|movie) tickets?\b|\btaxi\b|\bsubway\b|\bshinkansen\b|\bdirections to\b|\btable for\b
        |\bexchange rate\b|\bstock market\b|\bbitcoin price\b|\bcrypto\w*|\binvest\w*|\bpresident\b|\bprime minister\b|\belections?\b|\bgovernment\b|\bpolitic\w*|\bparliament\b|\bemperor of japan\b
        |\brecipes?\b|\bhow (?:do|can|to|should) (?:i )?(?:cook|bake|fix|repair|lose weight|learn japanese|draw)\b|\bhomework\b|\bequations?\b|\bsquare root\b|\bsolve\b|\bcalculate\b|\b\d+ (?:times|plus|minus|divided by|x|\*|\+) \d+\b|\bcapital (?:city )?of\b|\bpopulation of\b
        |\bjokes?\b|\bpoems?\b|\bhaiku\b(?!!)|\bessays?\b|\bcover letter\b|\bsing (?:me|a)\b|\btranslate ["'“]?\w|\bhow do you say\b|\bwhat time is it\b|\bwhat(?:'s| is) the (?:time|date)\b|\bwhat day is\b
        |\bfootball\b(?! manga)|\bworld cup\b|\bolympics\b|\bwho won (?:the|last)\b|\bheadache\b|\bmedicine\b|\bdoctors?\b(?= (?:near|in))|\bsymptoms?\b|\b(?:python|javascript|java|sql|html) (?:code|script|function|program)\b|\bwrite (?:me )?(?:a|some) (?:code|script|program|function)\b
        |\bmeaning of life\b|\bhoroscope\b|\blottery\b|\bare you (?:a |an )?(?:human|robot|bot|ai|real|person|chatgpt)\b|\bwho (?:made|built|created|programmed) you\b|\bdo you love me\b|\bmarry me\b|\bhow are you feeling\b
      `),
  reviews:
    /\b(?:star|reader|user|customer) ratings?\b|\breviews?\b|\baccording to (?!you\b)|\bcritic\w*|\bstars\b|\brat(?:ed|ing)s? by\b|\bscore\b|\bawards?\b|\b(?:w[io]n\w*|award\w*|receiv\w*|got) (?:\w+ ){0,3}prizes?\b|\bprize.?winning\b/u,
}

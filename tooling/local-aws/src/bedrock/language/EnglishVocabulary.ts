/**
 * English patterns for what a question asks, applied to folded text in which `§` stands for a title and `¶` for a
 * person. Data only.
 */
import { longPattern } from "./LongPattern.ts"
import type { Vocabulary } from "./Vocabulary.ts"

/** What is told of people and of no book. */
const ofLife = longPattern(String.raw`
    \b(?:old|age[d]?|born|alive|dead|die[ds]?|dying|death|passed away|lives?|living|married|single
    |wife|husband|kids|children|famil(?:y|ies)|school|university|college|stud(?:y|ied)|nationality
    |gender|male|female|a (?:man|woman)|(?:man|woman) or|tall|height|hobb(?:y|ies)|twitter
    |instagram|e-?mail|contact|address|phone|salary|rich|earns?|retire[ds]?|retiring|health|sick
    |ill|face|photo|looks? like|blood type|birthday|agent|hometown|pets?|religion|zodiac|grew up
    |grow up)\b(?! (?:§|the series|volume))
  `).source

export const englishVocabulary: Vocabulary = {
  aspects: {
    price:
      /\bpric\w*|\bcosts?\b|\bhow much\b|\bexpensive\b|\bcheap\w*|\bset me back\b|\b(?:my|the) bill\b|\b(?:run|cost) (?:me|us)\b|\bdamage\b(?=\W*$)|\bafford\b|\bbudget\b|\bi (?:(?:have|need) to |must |should )?pay\b|\bdo i owe\b|\bcharge for\b|\bpay for\b|\byen\b|¥|\bworth\b|\bgo(?:es|ing)? for\b|\bcomes? to\b(?! (?:me|us|you|an end))/u,
    total:
      /\btogether\b|\b(?:in|the|grand) total\b|\btotal\b|\baltogether\b|\bcombined\b|\bsum\b|\boverall\b|\ball (?:of (?:them|it)|two|three|four|told|up|in)\b|\bboth\b|\bin all\b/u,
    stock:
      /\bbe (?:ordered|bought|purchased)\b|\bon hand\b|\bin the warehouse\b|\bout of (?:§|volume)|\bdo you\W*$|\bstock\w*|\bavailab\w*|\bsold out\b|\bcop(?:y|ies)\b|\bon the shel\w+|\bleft\b|\brun out\b|\bto be had\b|\bget hold of\b/u,
    copies:
      /\bhow many §(?: vol\w*\.?)? ?\d|\bhow many\b.*\b(?:copies|left|have|shel(?:f|ves)|warehouse)\b|\bcopies\b.*\bleft\b|\bleft\b/u,
    release:
      /\bhow (?:long|many \w+)\b.*\b(?:wait|until|till|before)\b|\bdue\b|\breleas\w*|\bc[ao]m(?:e|es|ing)? out\b|\bout (?:yet|already|now)\b|\bout$|\bon sale\b|\bdates?\b|\bwhen\b(?!.*\b(?:start|began|begin))|\barriv\w*|\blaunch\w*|\bhit the shel\w+/u,
    next: longPattern(String.raw`
        \bnext\b|\bupcoming\b|\bnew (?:one|volume|book|§)|\bthe new §|\bfollowing volume\b|\banother §
        |\bmore §|\bon the horizon\b|\bannounced\b|\bsequel\b|\bcoming (?:soon|up)\b|\bcontinu(?:e|es|ation|ing)\b
        |\bin the works\b|\bplanned\b|\bto come\b
      `),
    author: longPattern(String.raw`
        \bauthors?\b
        |\bwho\b(?!.*(?:\bpublish|\bfor\b|\bpay))
        |\bwriters?\b
        |\bwrit(?:es?|ten)\b
        |\bwrote\b
        |\bartists?\b
        |\bmangaka\b
        |\bcreat(?:ors?|ed)\b
        |\bdrawn\b
        |\bdrew\b
        |\bby whom\b
        |\bwhose\b(?! (?:next|new|newest|latest|volume))
        |\bsame (?:author|artist|creator|person|mangaka|writer|guy|hand|people|team|man|woman)\b
        |\bone (?:person|author|artist|man|woman)\b
        |\b(?:made|make|did|do) (?:both )?§
        |\bof (?:hers|his)\b
        |\b(?:by|from) (?:him|her|them|¶)
        |\bis it by\b
        |\b(?:person|people) behind\b
      `),
    others: longPattern(String.raw`
        \b(?:also|anything|something) (?:\w+ ){0,2}(?:wr[io]te|written|ma[dk]e|do|did|done|dr[ae]w|drawn)\b
        |\b(?:wr[io]te|written|ma[dk]e|do|did|done|dr[ae]w|drawn) (?:any|some)thing\b
        |\bstuff\b
        |\b(?:an?|second|third|any|more) (?:\w+ )?(?:series|manga|books?|works?|titles?) (?:of|by|from) (?:his|hers|theirs|him|her|them|¶)
        |\b(?:have|has) (?:a|an|any) (?:\w+ )?(?:series|manga)\b
        |\bof (?:hers|his)\b
        |\belse\b
        |\b(?:an)?other (?:works?|manga|series|books?|titles?)\b
        |\bother than\b
        |\bbesides\b
        |\bmore (?:works|manga|books|titles)\b.*\bby\b
        |\b(?:wr[io]te|written|ma[dk]e|do|did|dr[ae]w|drawn)\b.*\bafter §
      `),
    publisher:
      /\bpublish(?:ers?|es|ing)\b|\bpublished by\b|\bwho published\b|\bhouse\b|\bmagazine\b|\bimprint\b/u,
    volumes:
      /\bhow many (?:volumes?|vols?|books?|tomes?|are (?:there|out|they)|is that|is it|so far|in (?:all|total|the series)|altogether|of (?:them|those|it|these))\b|\bhow many\W*$|\bhow many\b(?=.*\b(?:volumes?|vols)\b)|\bnumber of (?:volumes|books)\b|\bhow long is\b|\bhow long\W*$|\bvolume count\b|\b(?:long|short)(?:er|est)\b|\bmore volumes\b|\bso far\b/u,
    status:
      /\b(?:is|was) (?:it|that|this|§|volume|\d)[^?!]*\b(?:the|its) (?:last|final|end)\b(?: one| volume| book)?\W*$|§ (?:volume )?\d+ is the (?:last|final)\b|\bunfinished\b|\bfinish\w*|\bdone\b|\bcomplete[ds]?\b(?! (?:set|box))|\bongoing\b|\bstill\b(?! (?:to |be |to be )?(?:had|in|available|have|got|get|there|sell|sold|order\w*|buy|bought|stock\w*|ship\w*|obtain\w*|purchas\w*|possible))|\bend(?:ed|s|ing)?\b|\bover\b(?! ?[¥\d])|\bhiatus\b|\bconclu\w+|\bregular\w*|\bcontinu\w+|\bcancel\w*|\brunning\b|\bon break\b/u,
    firstYear:
      /\byears?\b(?!.?olds?)|\bstart\w*|\bbeg[aiu]ns?\b|\bdebut\w*|\bfirst (?:published|released|serial\w*|appear\w*|come out|came out)\b|\bhow old is (?:§|(?:the|that|this) (?:manga|series|one)|it\b)|§ how old\b|\boriginally\b|\bcame first\b/u,
    about:
      /(?<!\b(?:what|how) )\babout\b|\bplot\b|\bstory(?:line)?\b|\bsynopsis\b|\bsummar\w+|\bpremise\b|\bwhat(?:'s| is| are)? (?:it|§|that)\b|\bdescri\w+|\bhappens\b|\bintroduc\w+/u,
    audience:
      /\bages?\b|\bkids?\b|\bchild\w*|\bsuitab\w+|\bappropriate\b|\bmature\b|\byear-?s?.?olds?\b|\badults?\b|\bteen\w*|\bfor (?:boys|girls|women|men|whom)\b|\bwho is it for\b|\bdemographic\b|\b(?:shonen|seinen|shojo|josei|kodomo)\b|\bviolen\w+|\bson\b|\bdaughter\b/u,
    genres: /\bgenres?\b|\b(?:kind|sort|type)s? of (?:manga|story|series|book)\b|\bcategor\w+/u,
    pages: /\bpages?\b|\bthick\b/u,
    holds:
      /\bwhich volumes\b|\bcontain\w*|\binclud\w*|\bholds?\b|\bwhat(?:'s| is) in (?:the|it|box|§)|\b(?:in|inside) (?:the|a|each|one|every) box\b|\bwhat(?:'s| is) inside\b/u,
  },
  unknowns: {
    adaptation:
      /\b(?:watch|stream|air(?:s|ed|ing)?|broadcast\w*|crunchyroll|tv|television|cinemas?|theat(?:er|re)s?)\b|\banim(?:e|at\w+)\b|\bepisodes?\b|\bseasons?\b|\bstudio\b|\bmovies?\b|\bfilms?\b|\blive.action\b|\bvoic\w+|\bseiyuu\b|\bsoundtrack\b|\b(?:theme|opening|ending) (?:song|theme)\b|\bopening\b(?! (?:hours|times|days))|\bsings?\b|\bnetflix\b|\bstreaming\b|\badapt\w+/u,
    sales: /\bsold\b(?! out)|\bsales\b|\bmillions?\b|\bcirculation\b|\bin print\b.*\bworldwide\b/u,
    ending:
      /\bhow (?:does|do|did|will)\b.*\bend|\bwhat happens (?:at|in) the (?:end|final|last)|(?<!without |no |avoid |any )\bspoil(?!er-?free)\w*|\bdies?\b|\bdeath of\b|\bwho wins (?:in|at|the)\b|\bmurderer\b|\bkiller\b|\bthe ending\b/u,
    person: longPattern(String.raw`
        (?:¶|\b(?:authors?|artists?|creators?|mangakas?|writers?|(?:is|was|did|does|has) (?:he|she)|his|her)\b).*${ofLife}
        |${ofLife}.*(?:¶|\b(?:authors?|artists?|creators?|mangakas?|writers?)\b)
        |\bhow old (?:is|was|were|are) (?:¶|the (?:author|artist|creator|mangaka|writer)|he|she|they)\b|\bhow old is ¶
        |\breal name\b|\bpen name\b|\bautograph\w*
      `),
    goods:
      /\bfigur(?:e|es|ines?)\b|\bmerch\w*|\bposters?\b|\bplush\w*|\bt-?shirts?\b|\bkey ?(?:chain|ring)s?\b|\bstickers?\b|\bcalendars?\b|\bpuzzles?\b|\bvideo ?games?\b|\btoys?\b|\bgoods\b|\bsigned\b|\bcosplay\b|\bmugs?\b|\bdvds?\b|\bblu-?rays?\b|\bart ?books?\b|\btrading cards?\b/u,
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
    reviews:
      /\b(?:star|reader|user|customer) ratings?\b|\breviews?\b|\bcritic\w*|\bstars\b|\brat(?:ed|ing)s? by\b|\bscore\b|\bawards?\b|\bprizes?\b/u,
  },
  measures: {
    cheaper:
      /\bcheap\w*|\bless expensive\b|\blower (?:price|in price)\b|\bprice difference\b|\bcosts?(?: me| us)? less\b|\b(?:more|most) affordable\b|\bdiffer(?:ence)? in price\b|\b(?:price gap|gap)\b|\bhow much (?:less|do i save|would i save)\b|\bsave\b/u,
    dearer:
      /\b(?:more|most) (?:expensive|costly)\b|\bcosts?(?: me| us)? more\b|\bpric(?:ier|iest)\b|\bdear(?:er|est)\b|\bhow much more\b|\bcostlier\b/u,
    longer: /\blong(?:er|est)\b|\bmore (?:volumes|books)\b/u,
    shorter: /\bshort(?:er|est)\b|\bfewer\b/u,
    older:
      /\bolder\b|\boldest\b|\b(?:c[ao]mes?|start(?:s|ed)?|began|is|was|are|arrives?|appears?|gets|hits?|drops|releas\w+|out|publish\w*)\b(?: \w+){0,3} (?:first|earlier|sooner)\b|\bearlier\b|\bsooner\b|\bolder than\b|\bbefore §/u,
    newer:
      /\bnewer\b|\bmore recent\b|\b(?:c[ao]mes?|start(?:s|ed)?|began|is|was|are|arrives?|appear\w*|releas\w+|out|publish\w*)\b(?: \w+){0,3} (?:later|last)\b|\bmost recently\b/u,
  },
  newest:
    /\b(?:latest|newest|last|final|most recent)\b(?! (?:week|month|year|night|time|order|parcel|one i|of all))/u,
  wantsAll:
    /\ball\b(?! (?:in|told|up|right|over|about|ages))|\bevery volume\b|\b(?:whole|entire|complete|full) (?:series|set|run|thing|lot)\b|\bvolume by volume\b/u,
  counts: /\bhow many\b|\bnumber of\b/u,
  wants: longPattern(String.raw`
      \b(?:do|can|could|may|would|did) (?:you|i|we) (?:\w+ ){0,2}(?:have|get|buy|order|sell|carry
      |pick|purchase|grab|keep)\b|\bgot\b|\bhave you\b|\bto (?:buy|order|pick|get|grab)\b|\bis (?:it
      |there)\b|\bdigital\w*|\be-?books?\b|\bpaper(?:back)?\b|\bphysical\b|\bprint\b|\bformats?\b
      |\bi(?:'d| would)? (?:like|want|need)\b
    `),
  order: longPattern(String.raw`
      \bmy (?:\w+ ){0,3}(?:orders?|parcels?|packages?|purchases?|delivery|shipments?)\b|\b(?:send
      |sent|ship|shipped) my\b|\b(?:did|have|had) i (?:\w+ )?(?:order(?:ed)?|b[ou]y|bought|purchased?
      |spen[dt]|pa(?:y|id))\b|\bi(?:'ve| have)? (?:ever )?(?:spent|paid|placed)\b|\b(?:remind|show|list)\b.*\bi(?:'ve| have)? (?:bought|ordered)\b|\banything i(?:'ve| have)? (?:ordered|bought)\b|\bthe (?:one|thing|things|books?|manga|stuff) i (?:just )?(?:ordered|bought|placed)\b|\border number\b|\bma-\d
      |\b(?:the|that|this|which|what|last|latest|newest|first|previous|current|recent|\d|january
      |february|march|april|may|june|july|august|september|october|november|december) orders?\b
      |\border (?:from|of|before|placed|being)\b|\bmy account\b|\border number that is not on this account\b
    `),
  bought:
    /\bi(?:'ve| have| had)? (?:just |already |once )?(?:ordered|bought|purchased)\b|\bi (?:pre-?ordered)\b/u,
  arrives:
    /\barriv\w*|\b(?:it|they|that) come\b|\bon (?:its|the|their) way\b|\bshipped\b|\bsent\b|\bdelivered\b|\btrack\w*|\bget (?:it|them|here)\b|\bwhere(?:'s| is| are)\b/u,
  places: {
    before:
      /\bprevious\b|\bbefore (?:this|that|it|(?:the|my) (?:\w+ )?(?:last|latest|newest|current|recent|present|one))\b|\b(?:one|order|parcel|purchase|time|just) (?:before|prior)\b|\bprior to\b|\bpenultimate\b|\bsecond.(?:to.)?(?:last|latest|newest|most recent)\b|\blast but one\b/u,
    newest: /\b(?:last|latest|newest|current|(?:most )?recent(?:ly)?|now)\b/u,
    oldest: /\b(?:very )?first\b|\boldest\b|\bearliest\b/u,
  },
  orderStatuses: {
    processing: /\bprepar\w+|\bprocess\w+|\bnot (?:yet )?shipped\b/u,
    shipped: /\bshipped\b/u,
    delivered: /\bdelivered\b|\barrived\b|\breceived\b/u,
    cancelled: /\bcancel\w*/u,
    underway:
      /\bon (?:its|the|their) way\b|\b(?:is|are) coming\b|\bcoming\b|\bnext\b|\bpending\b|\bopen\b/u,
  },
  carries: longPattern(String.raw`
      \b(?:do|does|have|has|did|can|could|would) (?:you|i|we|your store|the store)\b|\bin (?:your
      |the) (?:store|shop|catalogue|stock|range)\b|\bgot\b|\bcarry\b|\bsell\b|\bstock\b|\bi(?:'d
      |'m| am| would)? (?:want|like|need|looking|after|search\w*|hear\w*)\b|\blooking for\b|\bavailab\w+
      |\bprice\b|\bhow much\b|\bplease\b|\bcalled\b|\bis it there\b|\bbuy\b|\bget\b
    `),
  likens:
    /\b(?:like|likes|alike|similar\w*|same|based on|match\w*|go(?:ing)? by|judging|tastes?|usual\w*|more of|in line with)\b/u,
  chooses: /\bcompar|\bdifferen|\bvs\b|\bwhich\b|\bbetter\b|\bboth\b|\bor\b/u,
  cut: /[?!;]+|\.(?:\s|$)|,\s*|\s(?:and|but|also|plus)\s(?=(?:also |then )?(?:who|what|when|how|is|are|was|does|do|did|can|could|which|where|will|would|the|for|i|my|it|they)\b)/u,
  atMost:
    /\b(?:under|below|less than|cheaper than|at most|up to|within|no more than)\s*¥?\s*([\d,]+)/u,
  atLeast: /\b(?:over|above|more than|at least)\s*¥?\s*([\d,]+)(?!\s*(?:volumes|vols|books))/u,
  plain: longPattern(
    String.raw`
      \b(?:a|an|and|any|are|as|at|be|been|but|by|can|could|did|do|does|for|from|give|had|has|have
      |hello|hey|hi|how|i|if|i'm|in|information|info|is|it|it's|its|just|know|let|like|look|manga
      |me|more|my|need|of|on|or|please|pls|quick|really|read|see|series|show|so|some|tell|than
      |thanks|that|the|their|them|there|these|they|this|title|to|out|up|us|very|volume|volumes|vol
      |book|books|want|was|we|were|what|what's|which|where|with|would|you|your|s|detail|details
      |find|good|one|ones|will|comic|comics|box|set|sets|edition|editions|first|second|third|latest
      |last|newest|§)\b|§
    `,
    "gu",
  ),
}

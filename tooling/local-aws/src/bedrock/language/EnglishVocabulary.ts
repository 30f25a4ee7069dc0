/**
 * English patterns for what a question asks, applied to folded text in which `§` stands for a title and `¶` for a
 * person. Data only.
 */
import { englishUnknowns } from "./EnglishUnknowns.ts"
import { longPattern } from "./LongPattern.ts"
import type { Vocabulary } from "./Vocabulary.ts"

export const englishVocabulary: Vocabulary = {
  aspects: {
    price: longPattern(String.raw`
        \bpric\w*|\bcosts?\b|\bhow much\b|\bexpensive\b|\bcheap\w*|\bset me back\b|\b(?:my|the) bill\b|\b(?:run|cost) (?:me|us)\b|\bdamage\b(?= (?:for|on)\b|\W*$)|\bspend(?:ing)?\b|\bafford\b|\bbudget\b|\bamounts? to\b|\bcomes? to\b|\badds? up\b
        |\bi (?:(?:have|need) to |must |should )?pay\b|\bdo i owe\b|\bwhat would (?:it|that|they|all) (?:all |then )?be\b|\bcharge for\b|\bpay(?:ing)? for\b|\byen\b|¥|\bworth\b|\bgo(?:es|ing)? for\b
      `),
    total:
      /\btogether\b|\b(?:in|the|grand) total\b|\btotal\b|\baltogether\b|\bcombined\b|\bsum\b|\boverall\b|\ball (?:of (?:them|it)|two|three|four|told|up|in)\b|\bboth\b|\bin all\b/u,
    stock:
      /\bbe (?:ordered|bought|purchased)\b|\bpossible to (?:buy|get|order|purchase)\b|\bon hand\b|\bin the warehouse\b|\bout of (?:§|volume)|\bunavailab\w*|\b(?:can't|cannot|can not|couldn't) (?:i |we |you )?(?:get|buy|order|have)\b|\bmissing on\b|\bdo you\W*$|\bstock\w*|\bavailab\w*|\bsold out\b|\bcop(?:y|ies)\b|\bon the shel\w+|\bleft\b|\brun out\b|\bto be had\b|\bget hold of\b/u,
    copies:
      /\bhow many §(?: vol\w*\.?)? ?\d|\bhow many\b.*\b(?:copies|left|have|shel(?:f|ves)|warehouse)\b|\bcopies\b.*\bleft\b|\bleft\b/u,
    release: longPattern(String.raw`
        \bhow (?:long|many \w+)\b.*\b(?:wait|until|till|before)\b|\b(?:which|what) (?:day|date|month)\b|\bsold (?:first|for the first)\b|\bfirst sold\b|\bhow (?:recent|new|fresh)\b
        |\bdue\b|\breleas\w*|\bc[ao]m(?:e|es|ing)? out\b|\bout (?:yet|already|now)\b|(?<!\b(?:sold|run|ran) )\bout$|\bon sale\b|\bdates?\b|\bwhen\b(?!.*\b(?:start|began|begin|tak(?:e|es|ing) place|set\b|happens?|plays?))|\barriv\w*|\blaunch\w*|\bhit the shel\w+
      `),
    next: longPattern(String.raw`
        \bnext\b|\bfollowing (?:one|book|vol)\b|\bupcoming\b|\bnew (?:one|volume|book|§)|\bthe new §|\bfollowing volume\b|\banother (?:§|volume|vol|book|instal\w+|tankobon|tome)|\b(?:going to be|will there be|will we (?:see|get)|can we expect) (?:any )?(?:another|more|a new)\b
        |\bmore §|\bcomes? (?:after|next|behind)\b|\bfollows (?:it|that|after|on)\b|\bon the horizon\b|\bannounced\b|\bsequel\b|\bcoming (?:soon|up)\b|\bcontinu(?:e|es|ation|ing)\b
        |\bin the works\b|\bplanned\b|\bto come\b
      `),
    author: longPattern(String.raw`
        \bauthors?\b
        |\bwho\b(?!.*(?:\bpublish|\bfor\b|\bpay|\bwin\b|\bwins\b|\bbeat|\bstrong))
        |\bwriters?\b
        |\bmakers?\b
        |\bshare (?:an?|the|their|one|its)\b
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
        |\b(?:made|make|(?:who|they|he|she|that) did|also do) (?:both )?§
        |\bof (?:hers|his)\b
        |\b(?:by|from) (?:him|her|them|¶)
        |\b(?:is it|it's|are they|they're|both|all|also|these|this) by\b(?! (?:mail|post|card|phone))
        |\bwhoever\b|§ by [a-z]+
        |\b(?:person|people) behind\b
      `),
    others: longPattern(String.raw`
        \b(?:also|anything|something) (?!to do\b)(?:\w+ ){0,2}(?:wr[io]te|written|ma[dk]e|do|did|done|dr[ae]w|drawn)\b
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
    kin: /\bsequels?\b|\bprequels?\b|\bspin-?\s?offs?\b|\bfollow-?\s?ups?\b/u,
    publisher:
      /\bpublish(?:ers?|es|ing)\b|\bpublished by\b|\bwho published\b|\bhouse\b|\bmagazine\b|\bimprint\b|\bseriali[sz]\w*|\bran in\b|\bappear\w* in\b/u,
    volumes: longPattern(String.raw`
        \bhow many (?:volumes?|vols?|books?|tomes?|are (?:there|out|they)|is that|is it|so far|in (?:all|total|the series)|altogether|of (?:them|those|it|these))\b
        |\bhow long\W*$
        |\bhow many\b(?=.*\b(?:volumes?|vols)\b)
        |\bnumber of (?:volumes|books)\b
        |\bhow long (?:is|are|were)\b
        |\b(?:is|are|was) (?:§|it|that|this|they)(?: \w+)? (?:long|short)\b(?! wait)
        |\bvolume count\b
        |\b(?:long|short)(?:er|est)\b
        |\bmore volumes\b
        |\bso far\b
        |\b(?:more|fewer|less|over|under|at least|reach\w*|past) (?:than )?[\w-]+ (?:volumes|books|vols|tankobon)\b
        |\bnumber of (?:tankobon|tomes|parts|instal\w+|entries)\b
        |\bhow many\W*$
        |\bin total\W*$
      `),
    status: longPattern(String.raw`
        \b(?:is|was) (?:it|that|this|§|volume|\d)[^?!]*\b(?:the|its) (?:last|final|end)\b(?: one| volume| book)?\W*$
        |§ (?:volume )?\d+ is the (?:last|final)\b
        |\bunfinished\b
        |\bfinish\w*
        |\bdone\b
        |\bcomplete[ds]?\b(?! (?:set|box))
        |\bongoing\b
        |\bstill\b(?! (?:to |be |to be )?(?:had|in|available|have|got|get|there|sell|sold|order\w*|buy|bought|stock\w*|ship\w*|obtain\w*|purchas\w*|possible))
        |\bend(?:ed|s|ing)?\b
        |\bover\b(?! ?[¥\d])
        |\bhiatus\b
        |\bconclu\w+
        |\bregular\w*
        |\bcontinu\w+
        |\bcancel\w*
        |\brunning\b
        |\bon break\b
      `),
    firstYear: longPattern(String.raw`
        \byears?\b(?!.?olds?)|\bstart\w*|\bbeg[aiu]ns?\b|\bdebut\w*|\bfirst (?:published|released|serial\w*|appear\w*|come out|came out)\b
        |\b(?:which|what) (?:decade|era) (?:is|was|does|did)\b|\bhow long ago\b|\bfrom (?:which|what) (?:decade|year)\b|\bdecade\b|\bhow old is (?:§|(?:the|that|this) (?:manga|series|one)|it\b)|§ how old\b|\boriginally\b|\bsince when\b|\bhow long (?:has|have)\b|\bhow many years\b|\bbeen (?:published|running|going|around)\b|\bcame first\b
      `),
    about: longPattern(String.raw`
        (?<!\b(?:what|how) )\babout\b|\bto do with\b|\binvolv\w+|\bdeals? with\b|\bplot\b|\bstory(?:line)?\b|\bsynopsis\b|\bsummar\w+|\bpremise\b|\bwhat(?:'s| is| are)? (?:it|§|that)\b
        |\bdescri\w+|\b(?:is|are|was|story|series|it|§) set\b(?! (?:me|of))|\bwhere (?:and when )?(?:does|do|is|are) (?:§|it|the (?:story|series|manga)) (?:take|play|set|happen)\w*|\btakes? place\b|\bsetting\b
        |\b(?:in )?(?:which|what) (?:country|city|place|century|epoch|time period|period|part of the world|historical)\b|\bhappens\b|\bintroduc\w+
      `),
    audience: longPattern(String.raw`
        \bages?\b|\bkids?\b|\bchild\w*|\bsuitab\w+|\bappropriate\b|\bmature\b|\byear-?s?.?olds?\b|\badults?\b|\bteen\w*|\bfor (?:boys|girls|women|men|whom)\b|\bwho is it for\b|\bdemographic\b|\baudiences?\b|\baimed at\b|\btarget\w*\b|\breaders?(?:hip)?\b|\bgirls\b|\bboys\b|\b(?:shonen|seinen|shojo|josei|kodomo)\b
        |\bviolen\w+|\bson\b|\bdaughter\b
        |\b(?:ok|okay|fine|safe|fit|right|good|alright) for (?:him|her|them|my|our|a|an|the|kids|children|someone|somebody|\d)\b|\btoo (?:scary|violent|adult|young|mature|dark|brutal|bloody|grown.?up|childish)\b|\b(?:is|are) (?:he|she|they) (?:old enough|allowed)\b
      `),
    genres: /\bgenres?\b|\b(?:kind|sort|type)s? of (?:manga|story|series|book)\b|\bcategor\w+/u,
    pages: /\bpages?\b|\bthick\b/u,
    holds:
      /\bwhich volumes\b|\bcontain\w*|\binclud\w*|\bholds?\b|\bwhich (?:books|ones|numbers|of them)\b(?=.*\bbox)|\b(?:in )?which box\b|\bmade up of\b|\bcompris\w*|\bcovers?\b(?=.*\bbox)|(?<=\bbox.*)\b(?:covers?|starts? (?:with|at)|goes from|ends? (?:with|at))\b|\bwhat(?:'s| is) in (?:the|it|box|§)|\b(?:in|inside) (?:the|a|each|one|every) box\b|\bwhat(?:'s| is) inside\b/u,
  },
  unknowns: englishUnknowns,
  measures: {
    cheaper:
      /\bcheap\w*|\bless (?:expensive|money|to pay|costly)\b|\b(?:better|best) (?:deal|value|price|buy|bargain)\b|\bcosts? less\b|\bbargain\b|\beconomical\b|\blower (?:price|in price)\b|\bprice difference\b|\bcosts?(?: me| us)? less\b|\b(?:more|most) affordable\b|\bdiffer(?:ence)? in price\b|\b(?:price gap|gap)\b|\bhow much (?:less|do i save|would i save)\b|\bsave\b/u,
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
  wantsAll: longPattern(String.raw`
      \ball\b(?! (?:in|told|up|right|over|about|ages|good|set|i|we|you|that))
      |\b(?:every|each)(?: and every)?(?: single| last)? (?:volume|vol|one|book|tome|tankobon|paperback|copy|instal\w+|§)
      |\b(?:whole|entire|full|complete(?!d)) (?!(?:stop|disclosure|of stars)\b)(?:[\w-]+ ){0,2}(?:series|set|run|thing|lot|collection|saga|story|bundle|works|package|§)
      |\b(?:whole|entire|full|complete) §|(?<!\b(?:is|are|was|isn't|be) )§,?(?: series| manga)?(?: in)? (?:whole|entire|full|complete|completely)\b(?! or)|\bas one\b|\bat once\b|\b(?:the whole|everything) of\b|\bthe lot\b|\beverything\b|\bentirety\b|\bin full\b
      |\b(?:start|beginning|first|front|one|1) (?:volume )?to (?:the )?(?:finish|end|last|latest|newest|final|back)\b|\bend to end\b
      |\bcollect(?:ing)?\b|\bown(?:ing)? §|\bcat?ch(?:ing)? up\b|\bcaught up\b|\bvolume by volume\b|\bone by one\b|\bthe complete\b|\bas a set\b
    `),
  asksRest: longPattern(String.raw`
      \b(?:rest|remain\w*|missing|the others?|other (?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)|(?:to|and) (?:complete|finish)|complete (?:it|my|the)|cat?ch up|caught up|after (?:that
      |this|those|vol\w*|number|no|#|\d)\w*|beyond|past|onwards?|upwards?|and up|still need|already|(?<!your )own|owned|(?:have|got|own|everything) (?:[\w§]+ ){0,2}up to|left to (?:buy|get|collect|read)|(?:to|till|until|through) (?:the )?(?:very )?(?:end
      |last|latest|newest|finish))\b
    `),
  counts: /\bhow many\b|\bnumber of\b/u,
  wants: longPattern(String.raw`
      \b(?:do|can|could|may|would|did) (?:you|i|we) (?:\w+ ){0,2}(?:have|get|buy|order|sell|carry
      |pick|purchase|grab|keep)\b|\bgot\b|\bhave you\b|\bto (?:buy|order|pick|get|grab)\b|\bis (?:it
      |there)\b|\bdigital\w*|\bkindle\b|\be-?books?\b|\bpaper(?:back)?\b|\bphysical\b|\bprint\b|\bformats?\b
      |\bi(?:'d| would)? (?:like|want|need)\b
    `),
  order: longPattern(String.raw`
      \bmy (?:\w+ ){0,3}(?:orders?|parcels?|packages?|purchases?|delivery|shipments?)\b|\b(?:send
      |sent|ship|shipped) my\b|\b(?:did|have|had) i (?:\w+ )?(?:order(?:ed)?|b[ou]y|bought|purchased?
      |spen[dt]|pa(?:y|id))\b|\bi(?:'ve| have)? (?:ever )?(?:spent|paid|placed)\b|\b(?:remind|show|list)\b.*\bi(?:'ve| have)? (?:bought|ordered)\b|\banything i(?:'ve| have)? (?:ordered|bought)\b|\bthe (?:one|thing|things|books?|manga|stuff) i (?:just )?(?:ordered|bought|placed)\b|\bi(?:'ve| have) (?:already )?(?:got|had|bought|ordered)\b.*\bfrom you\b|\border number\b|\bma-\d
      |\b(?:the|that|this|last|latest|newest|first|previous|current|recent|(?:which|what)(?!\b.*\bread)|\d|january
      |february|march|april|may|june|july|august|september|october|november|december) orders?\b
      |\btrack(?:ing)? (?:please|pls|info\w*|number|status|my)\b|\bparcel tracking\b|^\W*(?:any )?(?:order )?(?:status|updates?|eta)\W*(?:please|pls)?\W*$
      |\b(?:when|where|will|did|has|have|are|is)\b.*\bmy (?:\w+ ){0,2}(?:books?|manga|stuff|things|items?|volumes?|comics|goods|§)\b.*\b(?:arriv\w*|here|come|coming|get|deliver\w*|ship\w*|sent|left|reach\w*|show\w* up|land\w*|on (?:its|their) way)\b
      |\b(?:get|receive|have|see) my (?:\w+ ){0,2}(?:books?|manga|stuff|things|items?|volumes?|comics|goods|§)
      |\b(?:everything|anything|things?|what|all) (?:that )?i(?:'ve| have)? (?:have |got )?(?:open|pending|outstanding|on order|coming)\b
      |\bwhere (?:is|are|'s) my (?:\w+ ){0,2}(?:books?|manga|stuff|things|items?|volumes?|comics|§)
      |\bremind me (?:of )?what i(?:'ve)? (?:got|get|have|had)\b|\bwhat i(?:'ve)? (?:got|had) (?:from you|in|last)\b
      |(?<!\breading )\border (?:from|of|before|placed|being)\b|(?<!\b(?:leav\w+|from|of|off|debit\w*|charge) )\bmy account\b|\border number that is not on this account\b
    `),
  bought:
    /(?<!\bif )\bi(?:'ve| have| had)? (?:just |already |once )?(?:ordered|bought|purchased)\b|\bi (?:pre-?ordered)\b/u,
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
      |\bprice\b|\bhow much\b|\bgo(?:es|ing)? for\b|\bplease\b|\bcalled\b|\bis it there\b|\bbuy\b|\bget\b
    `),
  likens:
    /(?<!\b(?:i'd|we'd|would|i would|you'd) )\b(?:like|likes|alike|similar\w*|same|based on|match\w*|go(?:ing)? by|judging|tastes?|usual\w*|more of|in line with)\b/u,
  chooses: /\bcompar|\bdifferen|\bvs\b|\bwhich\b|\bbetter\b|\bboth\b|\bor\b/u,
  cut: /[?!;]+|\.(?:\s|$)|,\s*|\s(?:and|but|also|plus|&|\+)\s(?=(?:also |then )?(?:who|what|when|how|is|are|was|does|do|did|can|could|which|where|will|would|the|for|i|my|it|they)\b)/u,
  atMost:
    /\b(?:under|below|less than|cheaper than|at most|up to|within|no more than)\s*¥?\s*([\d,]+)/u,
  atLeast: /\b(?:over|above|more than|at least)\s*¥?\s*([\d,]+)(?!\s*(?:volumes|vols|books))/u,
  asks: longPattern(String.raw`
      [?]|\b(?:tell|let me know|know|want|wants|wanted|need|needs|looking|search\w*|please|pls|wonder\w*|curious|hoping|hope|find|give|show|explain|help|interested|after|like to|what|when|where
      |which|whose|why|how|who|can (?:i|you|we)|could (?:i|you|we)|do (?:i|you|we)|is (?:it|there|this|that)|are (?:there|they|you)|any|price|cost|status)\b
    `),
  tells:
    /^\W*(?:(?:and|but|so|because|since|as|also|then|well|ok|okay|sorry|hello|hi|hey) )*(?:i|i'm|i've|i'd|we|we're|we've|my|our|he|she|they|he's|she's|they're|his|her|their|somebody|someone|everybody|everyone|people|yesterday|today|tonight|last|this (?:morning|week)|it was|got|just|no|mark|saw|sat|picture)\b/u,
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

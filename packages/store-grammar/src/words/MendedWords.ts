/**
 * Words in which a text without a form is mended: further slips in the words of `AskingSlips.ts`, and slips in these. And
 * the English words that are such a slip by chance: those of the 20,000 most used of subtitles (SUBTLEX-US) that stand in
 * no list of the grammar.
 */
export const mendedWords = `
  price prices pricing stock author authors volume volumes shipping shipped delivery deliver delivered available
  finished finish return returns returning policy recommend recommended recommendation recommendations manga
  refund refunds payment payments method methods release released releases latest newest completed complete
  ongoing please international internationally customer service cancel order orders ordered ordering country
  countries exchange exchanges damaged discount discounts edition editions digital paperback hardcover publisher
  published publishes illustrator artist character popular trending romance romantic horror mystery mysteries
  fantasy comedy comedies sports suggest suggestion suggestions similar address account password opening hours
  anime adaptation synopsis summary series location contact accept credit card cards wrapping gift gifts much many
  what when which where whether have with wrote there here book books store written writer expensive cheap cheaper
  cheapest possible convenience receipt invoice loyalty points separately abroad overseas currently animated
  magazine genre genres chapters translated english japanese question about story stories something anything
  without would could should does doing like likes liked love loved read reading reader long longer short shorter
  length together total cost costs money shop sell sells selling buying bought purchase purchases tomorrow today
  yesterday week month year years next last first second third newer older because before after between under
  below over least most more than cheaply copies copy left sold arrive arrives arrived arriving parcel package
  track tracking number status whole entire collection bundle boxset boxes both each every everything several
  including include included ended ending finishes continue continuing continues running hiatus still already
  coming upcoming drama thriller thrillers psychological supernatural historical history adventure adventures
  action school slice life science fiction cooking food music detective crime vampire vampires samurai robots
  zombies ghosts monsters magic dragons football baseball basketball volleyball girls boys children teenagers
  adults beginner beginners daughter brother sister mother father friend wife husband funny scary violent violence
  dark light gentle calm peaceful relaxing emotional exciting shonen seinen shojo josei kodomo created creator
  drawn draws drew show want wanted need looking find search prefer favourite favorite interested interesting good
  best better great free online electronic version versions format formats kindle tablet phone download quickly
  fast express weekend deadline transfer installments currency hello thanks thank help know tell explain
  difference different same compare
`

export const wordsLikeMended = `
  abort accent accents accounts accused acquired actin addressed adolescent adopted advanced advances
  adventurous alive angelus angles apologise appeal appealed applications applies approves approximate auction
  auditions balanced bath batter beaming beside beth billings birthdays bitter blow bones boobs booming booth
  boots bores bottles bowing briefed brooks brought bundles burying businesses bust butters calculations calling
  cancer carbs cares caring carries carving casting castles chances chanting charmed charming charter chatter
  cheat cheated cheater cheating choice choking chuckling clanging clarence clarity classes classmate cloning
  cold colleague collections collects combinations combing comedians companions competing competition
  competitors computers concealed concealing concede conceited conceive concert conclusions concussion
  conducting confirms conform connections connects conning consent constellation contacts contend contents
  contest context continuous continuum contracts cooling copied coping cords correcting correction costa covert
  cramping crashed crates creaking creamed creatures creditors credits cremated cremation creme crimes crossing
  crusher crushes crying currents custom customary damages daughters deception dedicate defeats described
  describes destination detail developed dipping directory dirk disappears dismount displays distinguished
  dollar drags drain dreaded dreamer dripping drivers droppings drown earnings earring ears elder electronics
  electrons emery emotionally employ employed employer employers empress endings evaluation evolved evolving
  excluded executed expired explains extensive extraterrestrial fact faction failing fainting fairies famished
  fancies fanny farther fashions fatter feather feathers feature featured fellows fend fiend figured figuring
  filing filling findings flee flowing formal formally friction fried fright fund funding funky furnished
  futures gamble gambled gangsta gene generals genes genie gently germans global graphics groping guaranteed
  guarantees handing hardcore heading healing hearing heating heroin historically holiday horizons hysterical
  indeed individually individuals inquire institution institutions intentional intentionally interact interests
  introduced introductions inventor inverted invested invited knew lakes landings layers leading leapt leash
  lengths licked lies lift lights liking lined linger linked lived lives locate locking longed looked looting
  lunches lung lynching maintain marches marching marriages massages matched materials maternal maternity
  measured measures medicines messing ministers mistaken mistakes modifications mole monte mortified moth mother
  mothers mouth multiply nation notions obsolete officially officials operations originals outlined outlive
  outsider oversee oversight pacific paintings paints panting pardner parking partners peacefully persona
  personally personnel petting phoned phony pickin pickings pinning playing pointed pointer pointers pointing
  pointy poisons polices polished polishing politically porters possessions precious precise predators prefer
  prefers premier premises pretends prevent prevents prick pricks prime prints privates prizes procedures
  proceeds processes produce produces production programmed programmer programs projected projection prone
  protects prowess psychologically qualities questions raiding railing raining raisin raisins ranting reacted
  readiness readings reaper reapers reason recovery reduce reed references refined regulation relating relatives
  relieve relying remained reminder removes replied representation representatives reprieve require requires
  resemble reserved reserves resolution resolve responds responsive resting restored restrictions retired
  retiring retraction retrieval retrieved revelation revenue revere reverence reversed review revolting revolver
  rewarding rising roaches road roots rounded rounding ruining scare scarf scaring scarring scars schiller
  scholar scholars scraped scratches scratchy scurry sealing seals search seeing seeming selves sensing
  separated separately separates serves settling shaking shaving shaw shelling shirt shitting shock shocked
  shocking shooter shore shorted shorten shorty shoving siding sighing simulated simulator singing situations
  skill skimming skipped skipping slapped sliced slices slick slipped slipping slowing smarter smelling smells
  snapped snore snort snorts snowing soaring sorting sparring spatter speeding spelling spells spill spitting
  spotter stacked stacking staging stall standards starch stared staring starlight startled startling starved
  stated stats statue statues staying stealing stick sticking stimulate stings stirring stockings stocks
  stopping stored storing strained stranger strangest strangle stuck styling sucking suggests superiors suppose
  survive swamped swelling swells swill swiped swore tables tanks telephoned telephones tellin terminated
  terminator terribly thanking theme thinks thorough thoughts thrilled thriving ticking toddy toll tolling
  tracing tracker tracks tract trailing transactions transform transition translating translator transmit trick
  tricked tricking trough truck trucking typical updated urinate valiant validate villains violence violet
  visions waited waiter waiters wandered wandering warming warning wasted wasting watches weak whale whee wholly
  whore whorehouse widows winding winnings winters wiring withdrawn withdrew worker workings writings yearn
  yearning yourselves
`

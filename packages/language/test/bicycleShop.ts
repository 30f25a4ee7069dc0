/** A small world of another shop: what a team needs to bring to the engine, and nothing more. */
import type { Grammar } from "../src/Grammar.ts"

export const bicycleShop: Grammar = {
  words: `
_: please; the; is; are; does; do; of; は; わ; の; が; ですか; ますか
PRICE: how much; price; cost; いくら; ねだん
STOCK: in stock; available; (do|have) you have; you have; あり; ざいこ
WHEEL: wheel; wheels; ホイール
INCH: inch; inches; "; インチ
COLOUR=red: red; 赤; あか
COLOUR=blue: blue; 青
SHORTER: lighter
THAN: than; より
CONTEXT: it; that one; それ
MINE: my; 私の
AND: and; と
OPENING: well; oh
ASIDE: mate
LIKE: like
SILENT: な
`,
  names: [
    { kind: "MODEL", value: "roadrunner", spelling: "Road Runner" },
    { kind: "MODEL", value: "roadrunner", spelling: "ロードランナー" },
    { kind: "MODEL", value: "hillclimber", spelling: "Hill Climber" },
    { kind: "MODEL", value: "flash", spelling: "Flash", common: true },
    { kind: "MODEL", value: "shogun", spelling: "Shōgun" },
    { kind: "MODEL", value: "kestrel", spelling: "Kestrel", common: true },
    { kind: "MODEL", value: "roadster7", spelling: "Roadster 7" },
    { kind: "MODEL", value: "longhaul", spelling: "Long Haul Traveller" },
    { kind: "MODEL", value: "tandem", spelling: "Tandem", exact: true },
  ],
  rewrites: `
NUM INCH => SIZE:$1
ORD WHEEL => WHEEL

^ WHEEL MODEL $ => WHEEL COLOUR:blue MODEL:$2

MODEL SHORTER THAN MODEL => LIGHTER:$1>$4
MODEL THAN MODEL SHORTER => LIGHTER:$3>$1
`,
  shapes: `
@asked = PRICE
price: MODEL @asked+ SIZE? COLOUR? -WHEEL?
stock: MODEL STOCK+ SIZE? COLOUR? WHEEL?
wheels: MODEL WHEEL -COLOUR=red?
both: MODEL MODEL+ AND*
lighter: LIGHTER
`,
  slots: { MODEL: "set", SIZE: "set", COLOUR: "set", LIGHTER: "list" },
  silent: ["_", "SILENT"],
  opening: ["OPENING"],
  aside: ["ASIDE"],
  refused: { CONTEXT: "depends on what was said before", MINE: "speaks of the person" },
  leaning: ["AND"],
  beforeCommon: ["LIKE"],
  afterCommon: ["SILENT"],
  capitalised: ["stock"],
  ordinary: new Set(["hall", "traveler", "roaster"]),
  longest: 200,
}

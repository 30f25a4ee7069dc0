import { read } from "./index.ts"
import fs from "node:fs"
for (const f of process.argv.slice(2)) for (const l of fs.readFileSync(f,"utf8").split("\n").filter(Boolean)) { const o=JSON.parse(l); for (const t of (o.turns??[o])) { const r=read(t.ask) as any
 console.log(o.id, t.ask,"|", r.intent, r.reads, r.reading.known?"FORM "+r.reading.form:"", JSON.stringify(r.slots), JSON.stringify(r.wish), JSON.stringify(r.reference), r.selfContained, r.personal) }}

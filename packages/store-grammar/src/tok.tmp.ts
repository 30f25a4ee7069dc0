import { read } from "./index.ts"
import fs from "node:fs"
for (const t of fs.readFileSync(0,"utf8").split("\n").filter(Boolean)) { const r=read(t) as any
 const L=r.reading.letters
 console.log("Q",t,"\n  ",r.intent, r.reading.known?"FORM "+r.reading.form:r.reading.reason, "CUT", r.reading.cut.map((x:any)=>L.text.slice(x.start,x.end)+"/"+x.kind+(x.value?"="+x.value:"")).join(" "),"\n   TOK", r.reading.tokens.map((x:any)=>x.kind+(x.value?"="+x.value:"")+(x.kind==="?"?"("+L.text.slice(x.start,x.end)+")":"")).join(" ")) }

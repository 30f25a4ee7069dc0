/**
 * The trouble that processes and networks have beside being killed: each case is one trouble in the midst of chatting
 * customers, and what may come of it.
 */
import { deadWorkers } from "./DeadWorker.ts"
import { endedCertificates } from "./EndedCertificates.ts"
import { otherAddresses } from "./OtherAddresses.ts"
import { replacedProcesses } from "./ReplacedProcesses.ts"
import { silentProcesses } from "./SilentProcesses.ts"
import { starvedProcesses } from "./StarvedProcesses.ts"
import { stormTroubles } from "./Storm.ts"
import type { Trouble } from "./Trouble.ts"

export const troubles: ReadonlyArray<Trouble> = [
  ...silentProcesses,
  ...starvedProcesses,
  ...replacedProcesses,
  ...deadWorkers,
  ...stormTroubles,
  ...otherAddresses,
  ...endedCertificates,
]

import { openSearchServer } from "@manga-assist/real-servers"
import { openSearchSuite } from "./openSearchSuite.ts"

openSearchSuite("OpenSearch itself", openSearchServer)

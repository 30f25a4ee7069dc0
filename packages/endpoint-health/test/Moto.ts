/**
 * A moto server (emulated EC2) for one test file: started on a free port, ended with it.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { createServer } from "node:net"

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })

export interface Moto {
  readonly url: string
  readonly stop: () => Promise<void>
}

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/moto-api/`)).ok
  } catch {
    return false
  }
}

/** Runs `moto_server` of the PATH; fails when it does not answer in 50 s. */
export const startMoto = async (): Promise<Moto> => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const program = "moto_server"
  const child: ChildProcess = spawn(program, ["-H", "127.0.0.1", "-p", `${port}`], {
    stdio: ["ignore", "ignore", "ignore"],
  })
  let ended = ""
  const closed = new Promise<void>((resolve) => {
    child.on("error", (cause) => {
      ended = cause.message
      resolve()
    })
    child.on("exit", (code) => {
      ended = `exit code ${code}`
      resolve()
    })
  })
  const deadline = AbortSignal.timeout(50_000)
  while (!(await isReady(url))) {
    if (ended !== "") throw new Error(`${program}: ${ended}`)
    if (deadline.aborted) throw new Error(`${program} does not answer`)
  }
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM")
      await closed
    },
  }
}

/**
 * Starts the compared gateways (Portkey, nginx), programs between the plain server and the model, on the server's core.
 * Their processor time counts as part of a chat.
 */
import { once } from "node:events"
import { readFile, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { join } from "node:path"
import { freePort } from "../measure/Loopback.ts"
import { spawnPinned, startProcess } from "../process/PinnedProcess.ts"

export interface Gateway {
  readonly url: string
  /** Since its start; NaN where it cannot be told. */
  readonly cpuMs: () => Promise<number>
  readonly kill: () => Promise<void>
}

export interface GatewayOptions {
  readonly modelPort: number
  readonly authorityFile: string
  /** For its files; removed by the caller. */
  readonly folder: string
}

const startWithinMs = 10_000

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" })
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => {
      resolve(false)
    })
  })

export const startPortkey = async (
  file: string,
  { authorityFile }: GatewayOptions,
): Promise<Gateway> => {
  const port = await freePort()
  const running = await startProcess<{ readonly cpuMs: () => number }>(file, {
    core: 0,
    environment: {
      GATEWAY_PORT: String(port),
      NODE_ENV: "production",
      NODE_EXTRA_CA_CERTS: authorityFile,
    },
  })
  return {
    url: `http://127.0.0.1:${port}`,
    cpuMs: () => running.call("cpuMs"),
    kill: running.kill,
  }
}

/** One process that proxies: with a master its worker would outlive an interrupted run. */
const nginxSettings = (port: number, { authorityFile, folder, modelPort }: GatewayOptions) => `
daemon off;
master_process off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ")}
  upstream model { server 127.0.0.1:${modelPort}; keepalive 512; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass https://model;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host 127.0.0.1;
      proxy_ssl_name localhost;
      proxy_ssl_verify on;
      proxy_ssl_trusted_certificate ${authorityFile};
      proxy_buffering off;
    }
  }
}
`

/** How long a process of one thread was on a core; NaN elsewhere than on Linux. */
const scheduledMs = async (id: number): Promise<number> => {
  const text = await readFile(`/proc/${id}/schedstat`, "utf8").catch(() => "NaN")
  return Number(text.split(" ")[0]) / 1_000_000
}

export const startNginx = async (program: string, options: GatewayOptions): Promise<Gateway> => {
  const port = await freePort()
  const file = join(options.folder, `nginx-${port}.conf`)
  await writeFile(file, nginxSettings(port, options))
  const command = [program, "-c", file, "-p", options.folder, "-e", "stderr"]
  const child = spawnPinned(0, command)
  let said = ""
  child.stderr.on("data", (text: string) => {
    said = (said + text).slice(-2_000)
  })
  const ended = once(child, "exit").catch(() => undefined)
  const deadline = performance.now() + startWithinMs
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill("SIGKILL")
      throw new Error(`nginx does not start: ${said.trim()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    url: `http://127.0.0.1:${port}`,
    cpuMs: () => scheduledMs(child.pid ?? 0),
    kill: async () => {
      child.kill("SIGKILL")
      await ended
    },
  }
}

// Once for all tests of a run: what is set here reaches the workers of jest.
import { startBedrockEmulator } from "@manga-assist/bedrock-emulator"

export default async () => {
  const emulator = await startBedrockEmulator({ adminPort: 0, keepRequests: 10 })
  Object.assign(process.env, emulator.environment)
  globalThis.stopEmulator = () => emulator.close()
}

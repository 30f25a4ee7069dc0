export default () => globalThis.stopEmulator()

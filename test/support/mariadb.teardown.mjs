export default async function teardown() {
  const server = globalThis.privateMariadb;
  globalThis.privateMariadb = undefined;
  await server?.stop();
}

import { differencesOf } from './described.js';

const { fetch } = globalThis;

/** Each answer of the service that a test asks for is held against openapi.json. */
globalThis.fetch = async (address, options) => {
  const response = await fetch(address, options);
  const method = options?.method ?? (address instanceof Request ? address.method : 'GET');
  const differences = await differencesOf(method, response);
  if (differences.length > 0) throw new Error(`Not as openapi.json describes it:\n${differences.join('\n')}`);
  return response;
};

afterAll(() => {
  globalThis.fetch = fetch;
});

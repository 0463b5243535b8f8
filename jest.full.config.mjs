import { configuration } from './jest.config.mjs';

/** For `npm run test:full`: every end-to-end test on both engines. */
export default configuration({ isEverything: true });

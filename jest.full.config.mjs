import { configuration } from './jest.config.mjs';

// The journeys then look at each page in all of its looks.
process.env.TESTS = 'full';

/** For `npm run test:full`: every end-to-end test on both engines. */
export default configuration({ isEverything: true });

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { jsc } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', '.swcrc'), 'utf8'));

/** Sources and Nest's own ESM packages are compiled to CommonJS, so that jest needs no Node flags. */
const SWC_OPTIONS = { jsc, module: { type: 'commonjs' }, swcrc: false };

/** What the tests put in the place of a module of the service: pattern of what is imported → file. */
const STAND_INS = {
  '^\\./password-cost\\.js$': 'test/support/password-cost.ts',
  '^\\./program-file\\.js$': 'test/support/program-file.ts',
};

module.exports = { STAND_INS, SWC_OPTIONS };

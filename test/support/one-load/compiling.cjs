/** Sources and Nest's own ESM packages are compiled to CommonJS, so that jest needs no Node flags. */
const SWC_OPTIONS = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'commonjs' },
};

/** What the tests put in the place of a module of the service: pattern of what is imported → file. */
const STAND_INS = {
  '^\\./password-cost\\.js$': 'test/support/password-cost.ts',
  '^\\.\\./programs/program-file\\.js$': 'test/support/program-file.ts',
};

module.exports = { STAND_INS, SWC_OPTIONS };

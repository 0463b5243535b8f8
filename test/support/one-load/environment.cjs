const { TestEnvironment } = require('jest-environment-node');

/** The tests run among the worker's own globals: what was loaded once has the same `Date` and `Error` as they. */
class OneLoadEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.own = { console: globalThis.console, exit: process.exit };
    this.global = Object.assign(globalThis, config.projectConfig.globals);
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    // jest's runner makes its own anew for each file, and would add them to those of the file before.
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
  }

  async teardown() {
    globalThis.console = this.own.console;
    process.exit = this.own.exit;
    await super.teardown();
  }
}

module.exports = OneLoadEnvironment;

const asyncHooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

const { AsyncLocalStorage } = asyncHooks;

/** The tests run among the worker's own globals: what was loaded once has the same `Date` and `Error` as they. */
class OneLoadEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.own = { console: globalThis.console, exit: process.exit, symbols: Object.getOwnPropertySymbols(globalThis) };
    this.global = Object.assign(globalThis, config.projectConfig.globals);
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    // jest's runner makes its own anew for each file, and would add them to those of the file before.
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    this.storages = heedStorages();
  }

  async teardown() {
    globalThis.console = this.own.console;
    process.exit = this.own.exit;
    this.forget();
    await super.teardown();
  }

  /** What jest's runner leaves among the globals holds all that a file made, and each of its storages makes every promise dearer. */
  forget() {
    const isLeft = (symbol) => !this.own.symbols.includes(symbol) && Symbol.keyFor(symbol) === undefined;
    for (const symbol of Object.getOwnPropertySymbols(globalThis).filter(isLeft)) delete globalThis[symbol];
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    for (const storage of this.storages) storage.disable();
  }
}

/** @returns those that will be made; whichever is used again enables itself */
function heedStorages() {
  const made = [];
  asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
    constructor(...args) {
      super(...args);
      made.push(this);
    }
  };
  return made;
}

module.exports = OneLoadEnvironment;

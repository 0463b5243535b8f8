const asyncHooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

const { AsyncLocalStorage } = asyncHooks;

/** The tests run among the worker's own globals: what was loaded once has the same `Date` and `Error` as they. */
class OneLoadEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { exit, getBuiltinModule } = process;
    this.own = { console: globalThis.console, process: { exit, getBuiltinModule } };
    this.symbols = Object.getOwnPropertySymbols(globalThis);
    this.global = Object.assign(globalThis, config.projectConfig.globals);
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    // jest's runner makes its own anew for each file, and would add them to those of the file before.
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    this.storages = heedStorages();
  }

  async teardown() {
    globalThis.console = this.own.console;
    Object.assign(process, this.own.process);
    this.forget();
    await super.teardown();
  }

  /** What jest's runner leaves behind would hold all that a file made, and each of its storages make every promise dearer. */
  forget() {
    const isLeft = (symbol) => !this.symbols.includes(symbol) && Symbol.keyFor(symbol) === undefined;
    for (const symbol of Object.getOwnPropertySymbols(globalThis).filter(isLeft)) delete globalThis[symbol];
    this.storages.forget();
  }
}

/** Heeds storages that are made from now on; whichever is used again later enables itself. */
function heedStorages() {
  const storages = [];
  // A native handle that was opened in a hook keeps the hook's store, which has the hook.
  let stores = new Set();
  asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
    constructor(...args) {
      super(...args);
      storages.push(this);
    }

    run(store, ...args) {
      if (isOfRunner(store)) stores?.add(store);
      return super.run(store, ...args);
    }
  };
  const forget = () => {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    for (const storage of storages) storage.disable();
    for (const store of stores) for (const key of Object.keys(store)) delete store[key];
    stores = undefined;
  };
  return { forget };
}

const isOfRunner = (store) => typeof store === 'object' && store !== null && ('hook' in store || 'test' in store);

module.exports = OneLoadEnvironment;

const { compileFunction } = require('node:vm');
const Runtime = require('jest-runtime').default;
const { isLoadedOnce, sourceMaps } = require('./load.cjs');

/**
 * Has Node itself load the service and the packages, once for all test files of a worker; the test files and their support are loaded
 * for each as ever. So what a module of `src` keeps lives on into the next file: state belongs to the application, which a test makes
 * anew. Nothing of `src` can be replaced by `jest.mock` here; `jest.spyOn` is undone after each file.
 */
class OneLoadRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const { executor } = this;
    executor.compile = (source, filename) => compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModule(from, name, options, isActual) {
    if (!name || options?.isInternalModule || this._resolution.isCoreModule(name)) {
      return super.requireModule(from, name, options, isActual);
    }
    const file = this._resolution.resolveCjs(from, name);
    if (!isLoadedOnce(file)) return super.requireModule(from, name, options, isActual);
    const exported = require(file);
    this.tellSourceMaps();
    return exported;
  }

  /** So that errors name lines of the sources, as for what jest compiles. */
  tellSourceMaps() {
    const told = this.getSourceMaps();
    for (const [file, map] of sourceMaps) told.set(file, map);
  }
}

module.exports = OneLoadRuntime;

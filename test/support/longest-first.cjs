const { default: Sequencer } = require('@jest/test-sequencer');

/** What starts browsers and programs, which takes a minute; jest goes by the length of a file until it has seen how long it takes. */
const LONG = /\.journey\.ts$|\/process-[^/]*\.e2e\.ts$/;

/** Long files come first, so that no processor is idle while the last one comes to its end. */
class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}

module.exports = LongestFirst;

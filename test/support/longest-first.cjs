const { default: Sequencer } = require('@jest/test-sequencer');

/** What starts browsers and programs, which takes a minute; jest goes by the length of a file until it has seen how long it takes. */
const LONG = /\.journey\.ts$|\/process-[^/]*\.e2e\.ts$/;
/** All of them are begun by then: what is left takes long enough for the last one to come to its end. */
const SHARE_BESIDE = 0.4;

/**
 * Long files come early, so that no processor is idle while the last one comes to its end, and not side by side, since each of them waits for
 * a browser or a program most of the time.
 */
class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path);
    const others = sorted.filter((test) => !isLong(test));
    const long = sorted.filter(isLong);
    const between = long.length === 0 ? 0 : Math.floor((others.length * SHARE_BESIDE) / long.length);
    return [
      ...long.flatMap((test, index) => [test, ...others.slice(index * between, (index + 1) * between)]),
      ...others.slice(long.length * between),
    ];
  }
}

module.exports = LongestFirst;

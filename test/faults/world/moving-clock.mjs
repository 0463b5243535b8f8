/** Loaded into a replica before anything else: its machine's clock is wrong by what stands in CLOCK_SHIFT_FILE, in ms, at any time. */
import { readFileSync } from 'node:fs';

const RealDate = Date;
const realNow = RealDate.now;
let shift = 0;

function look() {
  try {
    shift = Number(readFileSync(process.env.CLOCK_SHIFT_FILE, 'utf8')) || 0;
  } catch {
    shift = 0;
  }
}
look();
setInterval(look, 100).unref();

class MovingDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(realNow() + shift);
    else super(...parts);
  }

  static now() {
    return realNow() + shift;
  }
}

globalThis.Date = MovingDate;

/** Lines that the eye can still count. */
const LINES = 4;
const ROUND = [1, 2, 5, 10];

/** Round numbers from 0 upwards, at equal steps; the last one is no less than the greatest count. */
export function scaleFor(greatest: number): number[] {
  const step = Math.max(1, roundUp(greatest / LINES));
  const steps = Math.max(1, Math.ceil(greatest / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return ROUND.find((factor) => factor * power >= value)! * power;
}

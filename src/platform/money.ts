/** Amounts are whole minor units (kopecks); the API and the wire show them as decimal strings with two places. */

/** Largest amount that a JavaScript number holds exactly. */
export const MAX_MINOR = Number.MAX_SAFE_INTEGER;

/** A longer one is no amount, and work to convert. */
const MAX_LENGTH = 40;

const DECIMAL = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads a non-negative decimal digit for digit, never through a double.
 * @returns minor units, or undefined when it is no number, is written with more than two places, or is too large
 */
export function parseMinor(decimal: string): number | undefined {
  const match = decimal.length > MAX_LENGTH ? null : DECIMAL.exec(decimal.trim());
  if (!match) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  if (exponent === '0' && fraction.length > 2) return undefined;
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return 0;
  let minor: bigint;
  if (places <= 2) {
    if (2 - places > 30) return undefined;
    minor = digits * 10n ** BigInt(2 - places);
  } else {
    const divisor = 10n ** BigInt(places - 2);
    if (digits % divisor !== 0n) return undefined;
    minor = digits / divisor;
  }
  return minor > BigInt(MAX_MINOR) ? undefined : Number(minor);
}

export function formatMinor(minor: number | bigint): string {
  const digits = String(minor).replace('-', '').padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

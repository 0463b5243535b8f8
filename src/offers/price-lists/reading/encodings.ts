import iconv from 'iconv-lite';

export const ENCODINGS = ['windows-1251', 'koi8-r', 'cp866'] as const;
export type OneByteEncoding = (typeof ENCODINGS)[number];

/** How often a letter comes in Russian texts, in tenths of a percent. */
const FREQUENCIES: Record<string, number> = {
  ...{ о: 110, е: 85, а: 80, и: 74, н: 67, т: 63, с: 55, р: 47, в: 45, л: 44, к: 35, м: 32, д: 30, п: 28, у: 26 },
  ...{ я: 20, ы: 19, ь: 17, г: 17, з: 16, б: 16, ч: 14, й: 12, х: 10, ж: 9, ш: 7, ю: 6, ц: 5, щ: 4, э: 3, ф: 3, ъ: 1 },
  ё: 1,
};
/** Signs that stand between Russian words in these encodings. */
const USUAL_SIGNS = /[«»№°–—“”„…\u00A0Ё±×]/;
const LETTER_NOBODY_WRITES = 0.5;
const SIGN = 3;

/** What each byte above ASCII says for an encoding, as a logarithm. */
const WEIGHTS = new Map(ENCODINGS.map((encoding) => [encoding, weightsOf(encoding)]));

function weightsOf(encoding: OneByteEncoding): number[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const sign = iconv.decode(Buffer.from([byte]), encoding);
    const frequency = FREQUENCIES[sign.toLowerCase()] ?? (USUAL_SIGNS.test(sign) ? SIGN : 0.05);
    return byte < 128 ? 0 : Math.log(Math.max(frequency, LETTER_NOBODY_WRITES / 10));
  });
}

/** Whether bytes are UTF-8, from the first to the last. */
export async function areUtf8(pieces: AsyncIterable<Buffer> | Buffer[]): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of pieces) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

/** What a byte order mark says. */
export function markedEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

/** The encoding in which the bytes look most like Russian. */
export function likeliestEncoding(bytes: Buffer): OneByteEncoding {
  const counts = new Float64Array(256);
  const wrongCases = new Map<OneByteEncoding, number>();
  let last = 0;
  for (const byte of bytes) {
    counts[byte]! += 1;
    if (byte > 127 && last > 127)
      for (const [encoding, cases] of CASES)
        if (cases[last] === SMALL && cases[byte] === CAPITAL)
          wrongCases.set(encoding, (wrongCases.get(encoding) ?? 0) + 1);
    last = byte;
  }
  const scoreOf = (encoding: OneByteEncoding) => {
    const weights = WEIGHTS.get(encoding)!;
    const ofLetters = counts.reduce((sum, count, byte) => sum + count * weights[byte]!, 0);
    return ofLetters - WRONG_CASE * (wrongCases.get(encoding) ?? 0);
  };
  return ENCODINGS.reduce((best, each) => (scoreOf(each) > scoreOf(best) ? each : best));
}

const SMALL = 1;
const CAPITAL = 2;
const WRONG_CASE = 3;

const CASES = new Map(
  ENCODINGS.map((encoding) => [
    encoding,
    Uint8Array.from({ length: 256 }, (_, byte) => {
      const sign = byte < 128 ? '' : iconv.decode(Buffer.from([byte]), encoding);
      return /^\p{Ll}$/u.test(sign) ? SMALL : /^\p{Lu}$/u.test(sign) ? CAPITAL : 0;
    }),
  ]),
);

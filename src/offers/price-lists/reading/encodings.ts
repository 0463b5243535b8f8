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
const NOBODY_WRITES = 0.05;
const SIGN = 3;

const SMALL = 1;
const CAPITAL = 2;
/** What a capital letter behind a small one says against an encoding. */
const WRONG_CASE = 3;

interface Alphabet {
  /** What each byte above ASCII says for the encoding, as a logarithm. */
  weights: number[];
  cases: number[];
}

const ALPHABETS = ENCODINGS.map(alphabetOf);

function alphabetOf(encoding: OneByteEncoding): Alphabet {
  const letters = Array.from({ length: 256 }, (_, byte) =>
    byte < 128 ? '' : iconv.decode(Buffer.from([byte]), encoding),
  );
  return {
    weights: letters.map((letter) => {
      const frequency = FREQUENCIES[letter.toLowerCase()] ?? (USUAL_SIGNS.test(letter) ? SIGN : NOBODY_WRITES);
      return letter === '' ? 0 : Math.log(frequency);
    }),
    cases: letters.map((letter) => (/^\p{Ll}$/u.test(letter) ? SMALL : /^\p{Lu}$/u.test(letter) ? CAPITAL : 0)),
  };
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
  const scores = ALPHABETS.map((alphabet) => scoreOf(bytes, alphabet));
  return ENCODINGS[scores.indexOf(Math.max(...scores))]!;
}

function scoreOf(bytes: Buffer, { weights, cases }: Alphabet): number {
  let [score, last] = [0, 0];
  for (const byte of bytes) {
    score += weights[byte]!;
    if (cases[last] === SMALL && cases[byte] === CAPITAL) score -= WRONG_CASE;
    last = byte;
  }
  return score;
}

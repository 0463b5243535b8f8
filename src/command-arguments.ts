import { parseArgs, type ParseArgsConfig } from 'node:util';

const HELP = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * Reads what a command of the console was called with, before it does anything. Asked for help it prints the usage, and for what it does
 * not take the reason, too; either ends the process.
 * @param most how many values without a name it takes
 */
export function commandArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  most: number,
  options: T,
) {
  const parse = () => parseArgs({ options: { ...options, ...HELP }, allowPositionals: true });
  const parsed = orRefuse(usage, parse);
  const { help } = parsed.values as { help?: boolean };
  if (help) {
    console.log(usage);
    process.exit(0);
  }
  const tooMuch = parsed.positionals[most];
  if (tooMuch !== undefined) refuse(usage, `Unexpected argument '${tooMuch}'`);
  return parsed;
}

function orRefuse<R>(usage: string, parse: () => R): R {
  try {
    return parse();
  } catch (error) {
    // What follows the first sentence is about another way of writing it.
    return refuse(usage, (error as Error).message.split('. ')[0]!);
  }
}

function refuse(usage: string, reason: string): never {
  console.error(`${reason}. Usage:\n${usage}`);
  process.exit(1);
}

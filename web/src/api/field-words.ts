import type { FieldError } from './errors';
import { text } from './field-texts';

type Known = Parameters<typeof text>[0];

/** What the service says of a field, and the words for it; groups of the pattern stand for values of the words. The first that fits. */
const SAID: Array<[pattern: RegExp, words: Known]> = [
  [/^must be a string$/s, 'isString'],
  [/^must be a number(?: or null)?$/s, 'isNumber'],
  [/^must be a string or a number$/s, 'isTextOrNumber'],
  [/^must be a string or null$/s, 'isTextOrNothing'],
  [/^must be a boolean value$/s, 'isYesOrNo'],
  [/^must be true or false$/s, 'isYesOrNo'],
  [/^must be an integer number$/s, 'isWhole'],
  [/^must be a whole number from (?<min>-?[\d.]+)$/s, 'isWholeFrom'],
  [/^must be a decimal number with at most two places$/s, 'isAmount'],
  [/^must be an array$/s, 'isList'],
  [/^must be an object$/s, 'isObject'],
  [/^must be either object or array$/s, 'isObject'],
  [/^must be (?:one|some) of (?:the following values: )?(?<names>.+)$/s, 'isOneOf'],
  [/^must be an email$/s, 'isEmail'],
  [/^must be an e-mail address$/s, 'isEmail'],
  [/^must be a phone number of 10 to 15 digits$/s, 'isPhone'],
  [/^must be an IANA time zone.*$/s, 'isTimeZone'],
  [/^must be a colour like .+$/s, 'isColor'],
  [/^must be an ISO 8601 time with its (?:zone|offset)$/s, 'isTime'],
  [/^must be an id.*$/s, 'isId'],
  [/^must be ids.*$/s, 'isId'],
  [/^must match .+ regular expression$/s, 'pattern'],
  [/^must be longer than or equal to 1 characters$/s, 'required'],
  [/^must not be empty$/s, 'required'],
  [/^is missing$/s, 'required'],
  [/^must be longer than or equal to (?<count>\d+) characters$/s, 'minLength'],
  [/^must be shorter than or equal to (?<count>\d+) characters$/s, 'maxLength'],
  [/^must be at most (?<count>\d+) characters long$/s, 'maxLength'],
  [/^must be longer than or equal to (?<min>\d+) and shorter than or equal to (?<max>\d+) characters$/s, 'length'],
  [/^must not be less than (?<limit>-?[\d.]+)$/s, 'min'],
  [/^must not be greater than (?<limit>-?[\d.]+)$/s, 'max'],
  [/^must be at most (?<limit>[\d.]+)$/s, 'max'],
  [/^must contain at least (?<limit>\d+) elements$/s, 'minItems'],
  [/^must contain no more than (?<limit>\d+) elements$/s, 'maxItems'],
  [/^must be at most (?<limit>\d+) ids$/s, 'maxItems'],
  [/^must have at most (?<limit>\d+) entries$/s, 'maxItems'],
  [/^All \S+ elements must be unique$/s, 'unique'],
  [/^is there twice$/s, 'unique'],
  [/^is named twice$/s, 'unique'],
  [/^is not a known field$/s, 'unknownField'],
  [/^is not a known event$/s, 'unknownEvent'],
  [/^is the id of another position too$/s, 'sameId'],
  [/^cost too much together$/s, 'costsTooMuch'],
  [/^there is no such status$/s, 'noStatus'],
  [/^there is no such region$/s, 'noRegion'],
  [/^there is no such order item$/s, 'noItem'],
  [/^there is no such external order$/s, 'noExternalOrder'],
  [/^is not a position of this external order$/s, 'noPosition'],
  [/^is wrong$/s, 'wrong'],
  [/^belongs to another user$/s, 'emailTaken'],
  [/^make another status the initial one instead$/s, 'otherInitial'],
  [/^must name all statuses.*$/s, 'allStatuses'],
  [/^must be another status of the directory$/s, 'otherStatus'],
  [/^is of another connection$/s, 'otherConnection'],
  [/^choose a stored message, or give a sample$/s, 'chooseMessage'],
  [/^is not JSON: (?<why>.+)$/s, 'notJson'],
  [/^cannot be read: (?<why>.+)$/s, 'notRead'],
  [/^is (?:a form|XML): an inbound expression.*$/s, 'needsExpression'],
  [/^has more than (?<limit>\d+) (?:values|parts)$/s, 'tooManyValues'],
  [/^is nested deeper than \d+ levels$/s, 'tooDeep'],
  [/^declares a document type, which is not read$/s, 'documentType'],
  [/^or email or name must be given$/s, 'somebody'],
  [/^or messageIds must be given$/s, 'somethingChosen'],
  [/^must be what an answer called `next`$/s, 'next'],
  [/^must be given again: the address leads to another host$/s, 'giveAgain'],
  [/^has a control character$/s, 'controlCharacter'],
  [/^is required for an active connection$/s, 'activeNeeds'],
  [/^is no filter of the channel .+$/s, 'noFilter'],
  [/^matches more than (?<limit>\d+) rows.*$/s, 'tooManyRows'],
  [/^is not a URL$/s, 'notUrl'],
  [/^must begin with http:\/\/ or https:\/\/$/s, 'urlScheme'],
  [/^must not carry a login or password$/s, 'urlSignIn'],
  [/^names a private or local address$/s, 'urlPrivate'],
  [/^must not contain spaces, backslashes or #$/s, 'urlCharacters'],
  [/^must not have a placeholder in its host$/s, 'urlHost'],
  [/^has a brace without its other half$/s, 'brace'],
  [/^has an unknown placeholder (?<name>.+)$/s, 'unknownPlaceholder'],
  [/^knows no \{positionId\}.*$/s, 'positionPlaceholder'],
  [/^holds the connection's \w+: a header may say (?<instead>\S+) instead$/s, 'holdsSecret'],
  [/^is not a name of a header$/s, 'headerName'],
  [/^is set by the service itself$/s, 'headerReserved'],
  [/^must be one line of Latin characters$/s, 'headerValue'],
  [/^looks like a secret.*$/s, 'headerSecret'],
  [/^the form field (?<name>.+) must be a text, a number or true\/false$/s, 'formField'],
  [/^the (?:result is larger|text becomes longer) than (?<limit>\d+) characters$/s, 'resultTooLarge'],
  [/^it takes longer than (?<limit>\d+) ms$/s, 'tooSlow'],
  [/^.*limit exceeded$/s, 'tooMuchWork'],
  [/^it is nested too deeply$/s, 'tooDeep'],
  [/^it gave nothing for this message$/s, 'gaveNothing'],
  [/^its result cannot be read: (?<why>.+)$/s, 'unreadable'],
  [/^unknown variable or function (?<name>.+)$/s, 'unknownFunction'],
  [/^(?:unknown|undefined) variable:? (?<name>.+)$/s, 'unknownVariable'],
  [/^undefined filter: (?<name>.+)$/s, 'unknownLiquidFilter'],
  [/^tag "(?<name>.+)" not found$/s, 'unknownTag'],
  [/^illegal tag: (?<name>.+)$/s, 'unknownTag'],
  [/^(?:output |tag )?"?(?<name>.+?)"? not closed$/s, 'notClosed'],
  [/^(?<said>(?:unexpected|expected|invalid|illegal|unbalanced|duplicated) .+)$/s, 'syntax'],
];

/** What is wrong with a field, in the reader's language; what has no words here is told as the service said it. */
export function errorInWords({ message, line, column }: FieldError): string {
  const what = sentence(message);
  if (!line || !column) return what;
  return text('place', { line, column, what: what[0].toLowerCase() + what.slice(1) });
}

function sentence(said: string): string {
  const message = said.replace(/^(?:each value in|nested property) \S+ /, '');
  for (const [pattern, words] of SAID) {
    const match = pattern.exec(message);
    if (match) return text(words, valuesOf(match.groups));
  }
  return said;
}

/** `count` chooses the plural form, so it must be a number. */
function valuesOf({ count, ...others }: Record<string, string> = {}): Record<string, string | number> {
  return count === undefined ? others : { ...others, count: Number(count) };
}

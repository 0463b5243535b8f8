import { Text, VisuallyHidden } from '@mantine/core';
import { IconWand } from '../shared/icons';
import { decisionInWords, type Marked, type RuleName, wouldBeInWords } from './mark-words';
import { useRuleTexts } from './rule-texts';

interface Props {
  position: Marked;
  ruleName: RuleName;
}

/** What a rule did with a position and why; in a muted tone what one in shadow would have done, or that one leaves it to people. */
export function RuleMark({ position, ruleName }: Props) {
  useRuleTexts(); // draws again when the language changes
  const decided = decisionInWords(position, ruleName);
  const wouldBe = wouldBeInWords(position, ruleName);
  if (!decided && !wouldBe) return null;
  return (
    <Text size="xs" mt={4} c={decided ? undefined : 'dimmed'} fs={decided ? undefined : 'italic'}>
      {decided ?? wouldBe}
    </Text>
  );
}

/** The same as a sign, its words on hovering. */
export function ShortRuleMark({ position, ruleName }: Props) {
  useRuleTexts(); // draws again when the language changes
  const decided = decisionInWords(position, ruleName);
  const words = decided ?? wouldBeInWords(position, ruleName);
  if (!words) return null;
  return (
    <Text span c={decided ? 'indigo' : 'dimmed'} lh={0} title={words}>
      <IconWand size={16} aria-hidden />
      <VisuallyHidden>{words}</VisuallyHidden>
    </Text>
  );
}

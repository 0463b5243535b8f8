import { WarningLine } from '../shared/warning-line';
import { useTexts } from './texts';

interface Props {
  /** GettZap's status; "" = none. */
  status: string;
  text: string;
}

/** What an empty status or text means for the buyer; nothing where both are there. */
export function StepWarning({ status, text }: Props) {
  const t = useTexts();
  const isTold = status !== '';
  if (isTold && text !== '') return null;
  const words = isTold ? t('step.statusOnly', { status }) : t(text === '' ? 'step.nothing' : 'step.textOnly');
  return <WarningLine>{words}</WarningLine>;
}

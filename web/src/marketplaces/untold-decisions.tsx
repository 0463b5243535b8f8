import { WarningLine } from '../shared/warning-line';
import { type Connection, tellsDecisions } from './connection';
import { useTexts } from './texts';

/** Which decisions GettZap is not told, since no status is set for them; nothing where it learns of both. */
export function UntoldDecisions({ connection }: { connection: Connection }) {
  const t = useTexts();
  if (tellsDecisions(connection)) return null;
  const { acceptedStatus, refusedStatus } = connection;
  const which = acceptedStatus !== '' ? 'refused' : refusedStatus !== '' ? 'accepted' : 'both';
  return <WarningLine>{t(`untold.${which}`)}</WarningLine>;
}

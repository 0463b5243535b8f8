import { useState } from 'react';
import { Page } from '../shared/page';
import type { ExchangeKind } from './exchange';
import { useTexts } from './texts';
import { NameStep } from './wizard/name-step';
import { useTexts as useWizardTexts } from './wizard/texts';
import { ExchangeSteps } from './wizard/exchange-steps';

/** The first step of connecting a system, before there is anything of it. */
export default function NewExchangePage() {
  const t = useTexts();
  const wizard = useWizardTexts();
  const [kind, setKind] = useState<ExchangeKind>('one_c');
  return (
    <Page title={wizard('title')} back={{ href: '/exchanges', label: t('title') }}>
      <ExchangeSteps kind={kind} step="name">
        <NameStep kind={kind} onKind={setKind} />
      </ExchangeSteps>
    </Page>
  );
}
